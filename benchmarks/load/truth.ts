// Do the load engine's figures agree with the truth? Held against the server's own log, and against autocannon.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import autocannon from 'autocannon';
import type { Benchmark, Figure } from '../benchmark.ts';
import { LEASHED, READY_DEADLINE_MS } from '../leashed.ts';
import { askBare } from './bare-socket.ts';
import { runEngineOn } from './engine.ts';

const SERVER = path.join(import.meta.dirname, 'delay-server.ts');
const STATS = `summaryTrendStats: ['avg', 'p(95)', 'p(99)', 'count']`;
/** 20 a second for 10 s; the VUs hold what arrives in a stall of 2 s. */
const ARRIVING = `import http from 'k6/http';
  export const options = { scenarios: { a: { executor: 'constant-arrival-rate', rate: 20, duration: '10s', preAllocatedVUs: 48 } }, ${STATS} };
  export default async function () { await http.asyncRequest('GET', __ENV.TARGET_URL); }`;
/** 300 a second at a server of 2 ms: what the engine adds shows. */
const FAST = `import http from 'k6/http';
  export const options = { scenarios: { a: { executor: 'constant-arrival-rate', rate: 300, duration: '4s', preAllocatedVUs: 16 } }, ${STATS} };
  export default async function () { await http.asyncRequest('GET', __ENV.TARGET_URL); }`;
const TURNS = 5;
const CLOSED = `import http from 'k6/http';
  export const options = { vus: 10, duration: '8s', ${STATS} };
  export default async function () { await http.asyncRequest('GET', __ENV.TARGET_URL); }`;
const SECONDS = 8;

/** Linear between the closest ranks, as k6 has it. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (percent / 100) * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at % 1);
}
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const apart = (ours: number, theirs: number): number => Math.round((Math.abs(ours - theirs) / theirs) * 1_000) / 10;

/** `inTurns`: what it is compared with had the same machine, so that a busy one is said and voids nothing. */
async function ours(script: string, url: string, inTurns?: (busy: string) => void): Promise<Record<string, number>> {
  const { summary, generator, stderr } = await runEngineOn(script, { TARGET_URL: url });
  const values = summary?.metrics['http_req_waiting']?.values;
  if (!values) throw new Error(`the engine left no figures: ${stderr}`);
  if (generator?.overloaded && inTurns) inTurns(generator.overloaded);
  else if (generator?.overloaded)
    throw new Error(`the machine is too busy to compare anything: ${generator.overloaded}`);
  return values;
}

const middle = (values: readonly number[]): number => percentile(values, 50);

/** The engine and a bare socket in turns, so that both have the same machine. Medians of the turns' ratios. */
async function againstSocket(base: string, say: (line: string) => void): Promise<Figure[]> {
  const url = `${base}/?mode=steady`;
  const ratios: [mean: number, p95: number, p99: number][] = [];
  await askBare(new URL(url), 300, 1);
  for (let turn = 0; turn < TURNS; turn++) {
    const bare = await askBare(new URL(url), 300, 4);
    const { avg = NaN, 'p(95)': p95 = NaN, 'p(99)': p99 = NaN } = await ours(FAST, url, say);
    ratios.push([avg / mean(bare), p95 / percentile(bare, 95), p99 / percentile(bare, 99)]);
    say(
      `2 ms at 300/s, turn ${turn + 1}: mean ${avg.toFixed(2)} / ${mean(bare).toFixed(2)}, p95 ${p95.toFixed(2)} / ${percentile(bare, 95).toFixed(2)}, p99 ${p99.toFixed(2)} / ${percentile(bare, 99).toFixed(2)} ms`,
    );
  }
  return (['mean', 'p95', 'p99'] as const).map((name, i) => {
    const list = ratios.map((ratio) => ratio[i] as number);
    const goal = { mean: '<= 1.05', p95: '<= 1.1', p99: '<= 1.5' }[name];
    return {
      what: `2 ms at 300/s, ${name} to a bare socket (${Math.min(...list).toFixed(2)} to ${Math.max(...list).toFixed(2)})`,
      value: Math.round(middle(list) * 100) / 100,
      unit: 'times',
      goal,
    };
  });
}

export const LOAD_TRUTH: Benchmark = {
  name: 'load-truth',
  title: "the load engine's latencies against the server's own log and against autocannon",
  seconds: 130,
  run: async (say) => {
    const server = spawn(process.execPath, [...LEASHED, SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [port] = (await once(server.stdout, 'data', { signal: AbortSignal.timeout(READY_DEADLINE_MS) })) as [
        Buffer,
      ];
      const base = `http://127.0.0.1:${Number(port.toString())}`;
      const takeLog = async (): Promise<number[]> => (await (await fetch(`${base}/log`)).json()) as number[];
      const figures: Figure[] = [];
      figures.push(...(await againstSocket(base, say)));
      const compare = (what: string, pairs: readonly (readonly [string, number, number])[], goal: string): void => {
        say(`${what}: ${pairs.map(([name, a, b]) => `${name} ${a.toFixed(1)} / ${b.toFixed(1)} ms`).join(', ')}`);
        for (const [name, a, b] of pairs) figures.push({ what: `${what}, ${name} apart`, value: apart(a, b), unit: '%', goal }); // prettier-ignore
      };
      for (const mode of ['uniform', 'bimodal', 'stall']) {
        await takeLog();
        const { avg = NaN, 'p(95)': p95 = NaN, 'p(99)': p99 = NaN } = await ours(ARRIVING, `${base}/?mode=${mode}`);
        const log = await takeLog();
        compare(
          `${mode} against the server's log`,
          [
            ['mean', avg, mean(log)],
            ['p95', p95, percentile(log, 95)],
            ['p99', p99, percentile(log, 99)],
          ],
          '<= 3',
        );
      }
      for (const mode of ['uniform', 'bimodal']) {
        const url = `${base}/?mode=${mode}`;
        const { avg = NaN, 'p(99)': p99 = NaN } = await ours(CLOSED, url);
        const { latency } = await autocannon({ url, connections: 10, duration: SECONDS });
        compare(
          `${mode} against autocannon`,
          [
            ['mean', avg, latency.average],
            ['p99', p99, latency.p99],
          ],
          '<= 10',
        );
      }
      return figures;
    } finally {
      server.kill('SIGTERM');
    }
  },
};
