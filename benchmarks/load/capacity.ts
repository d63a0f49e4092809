// How much the embedded load engine can send, hold and refuse, beside the stand-in on the same machine.
import type { Benchmark, Figure } from '../benchmark.ts';
import { runEngineOn, type EngineEnd } from './engine.ts';
import { startStandIn } from '../stand-in-process.ts';

const ADDRESS = '`${__ENV.TARGET_URL}/api/cron/keep-alive`';
const BLOCKING = `import http from 'k6/http';
  export const options = { vus: 10, duration: '6s' };
  export default function () { http.get(${ADDRESS}); }`;
const ASYNC = `import http from 'k6/http';
  export const options = { vus: 10, duration: '6s' };
  export default async function () { await http.asyncRequest('GET', ${ADDRESS}); }`;
const THINKING = `import http from 'k6/http'; import { sleep } from 'k6';
  export const options = { vus: 50, duration: '4s' };
  export default function () { http.get(${ADDRESS}); sleep(1); }`;
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

export const LOAD_CAPACITY: Benchmark = {
  name: 'load-capacity',
  title: 'requests a second, memory and start-up of the embedded load engine; what it refuses',
  seconds: 30,
  run: async (say) => {
    const standIn = await startStandIn();
    try {
      const env = { TARGET_URL: standIn.url };
      const figures: Figure[] = [];
      for (const [what, script] of [
        ['http.get, 10 VUs', BLOCKING],
        ['http.asyncRequest, 10 VUs', ASYNC],
      ] as const) {
        figures.push({ what, value: rate(await runEngineOn(script, env)), unit: 'requests/s', goal: '>= 4000' });
        say(`${what}: done`);
      }
      const thinking = await runEngineOn(THINKING, env);
      rate(thinking);
      figures.push(
        { what: '50 VUs that think, most memory', value: Math.round(thinking.peakMb), unit: 'MB', goal: '<= 1000' },
        {
          what: '50 VUs, started',
          value: Math.round(thinking.generator?.startUpMs ?? NaN),
          unit: 'ms',
          goal: '<= 3000',
        },
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
