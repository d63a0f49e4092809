// Does the load engine know when it must not be believed? A hog on every core must void each run, a calm machine none.
import { availableParallelism } from 'node:os';
import type { Benchmark } from '../benchmark.ts';
import { startHog } from '../hog.ts';
import { runEngineOn } from './engine.ts';
import { startStandIn } from '../stand-in-process.ts';

const RUNS = 20;
/** As the smoke profile of the latency script asks, for less long. */
const SCRIPT = `import http from 'k6/http';
  export const options = { scenarios: { a: { executor: 'constant-arrival-rate', rate: 150, duration: '3s', preAllocatedVUs: 16 } } };
  export default async function () { await http.asyncRequest('GET', \`\${__ENV.TARGET_URL}/api/trending\`); }`;

export const LOAD_OVERLOAD: Benchmark = {
  name: 'load-overload',
  title: 'runs that the load engine voids, with a hog on every core and without',
  seconds: 260,
  run: async (say) => {
    const standIn = await startStandIn();
    try {
      const voided = async (hogs: number): Promise<number> => {
        let count = 0;
        for (let i = 0; i < RUNS; i += 1) {
          const busy = Array.from({ length: hogs }, startHog);
          try {
            const { generator, stderr } = await runEngineOn(SCRIPT, { TARGET_URL: standIn.url });
            if (!generator) throw new Error(`the engine left no report: ${stderr}`);
            if (generator.overloaded) count += 1;
            say(`${hogs} hogs, run ${i + 1}: ${generator.overloaded ?? 'believed'}`);
          } finally {
            for (const end of busy) end();
          }
        }
        return count;
      };
      return [
        { what: 'calm machine, voided', value: await voided(0), unit: `of ${RUNS}`, goal: '0' },
        { what: 'a hog on every core, voided', value: await voided(availableParallelism()), unit: `of ${RUNS}`, goal: '20' }, // prettier-ignore
      ];
    } finally {
      await standIn.end();
    }
  },
};
