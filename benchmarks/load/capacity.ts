// How much the embedded load engine can send, hold and refuse, beside the stand-in on the same machine.
import type { Benchmark, Figure } from '../benchmark.ts';
import { runEngineOn, type EngineEnd } from './engine.ts';
import { startStandIn } from '../stand-in-process.ts';

const ADDRESS = '`${__ENV.TARGET_URL}/api/cron/keep-alive`';
const ASKING = `import http from 'k6/http';
  export const options = { vus: 10, duration: '4s' };
  export default async function () { await http.asyncRequest('GET', ${ADDRESS}); }`;
const THINKING = `import http from 'k6/http';
  export const options = { vus: 50, duration: '3s' };
  export default async function () { await http.asyncRequest('GET', ${ADDRESS}); await new Promise((resolve) => setTimeout(resolve, 1_000)); }`;
const RUNS = 5;
const TOO_MANY = `export const options = { vus: 100000, duration: '1s' }; export default function () {}`;
const TOO_FAST = `export const options = { scenarios: { a: { executor: 'constant-arrival-rate', rate: 100000, duration: '1s', preAllocatedVUs: 1 } } };
  export default function () {}`;

function rate({ exitCode, stderr, summary }: EngineEnd): number {
  const count = summary?.metrics['http_reqs']?.values['rate'];
  if (exitCode !== 0 || count === undefined) throw new Error(`the engine ended with ${exitCode}: ${stderr}`);
  const failed = summary?.metrics['http_req_failed']?.values['rate'] ?? 1;
  if (failed > 0) throw new Error(`${failed * 100} % of the requests failed`);
  return Math.round(count);
}

/** The median of the runs, with their spread. */
function figure(what: string, values: readonly number[], unit: string, goal: string): Figure {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    what: `${what} (${sorted[0]} to ${sorted.at(-1)})`,
    value: sorted[Math.floor(sorted.length / 2)] ?? NaN,
    unit,
    goal,
  };
}

export const LOAD_CAPACITY: Benchmark = {
  name: 'load-capacity',
  title: 'requests a second, memory and start-up of the embedded load engine; what it refuses',
  seconds: 50,
  run: async (say) => {
    const standIn = await startStandIn();
    try {
      const env = { TARGET_URL: standIn.url };
      const figures: Figure[] = [];
      const [rates, memory, starts]: [number[], number[], number[]] = [[], [], []];
      for (let i = 0; i < RUNS; i++) {
        rates.push(rate(await runEngineOn(ASKING, env)));
        const thinking = await runEngineOn(THINKING, env);
        rate(thinking);
        memory.push(Math.round(thinking.peakMb));
        starts.push(Math.round(thinking.generator?.startUpMs ?? NaN));
        say(`run ${i + 1}: ${rates.at(-1)} requests/s; 50 VUs ${memory.at(-1)} MB, ready after ${starts.at(-1)} ms`);
      }
      figures.push(
        figure('10 VUs', rates, 'requests/s', '>= 7000'),
        figure('50 VUs that think, most memory', memory, 'MB', '<= 200'),
        figure('50 VUs, ready after', starts, 'ms', '<= 300'),
      );
      for (const [what, script] of [
        ['100,000 VUs', TOO_MANY],
        ['100,000 iterations/s', TOO_FAST],
      ] as const) {
        const { exitCode, stderr } = await runEngineOn(script, env);
        say(`${what}: ${stderr.trim()}`);
        figures.push({ what: `${what}, refused with exit code`, value: exitCode ?? NaN, unit: '', goal: '104' });
      }
      return figures;
    } finally {
      await standIn.end();
    }
  },
};
