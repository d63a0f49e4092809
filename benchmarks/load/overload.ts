// Does the load engine know when it must not be believed? A run beside a hog on every core is void, or its starts were on
// time; on a calm machine none is void.
import { availableParallelism } from 'node:os';
import { SELF_LIMITS } from '../../load/generator.ts';
import type { Benchmark } from '../benchmark.ts';
import { startHog } from '../hog.ts';
import { runEngineOn } from './engine.ts';
import { startStandIn } from '../start-stand-in.ts';

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
      const wrong = async (hogs: number): Promise<number> => {
        let count = 0;
        for (let i = 0; i < RUNS; i += 1) {
          const busy = Array.from({ length: hogs }, startHog);
          try {
            const { generator, stderr } = await runEngineOn(SCRIPT, { TARGET_URL: standIn.url });
            if (!generator) throw new Error(`the engine left no report: ${stderr}`);
            const { starts, lateStarts, overloaded } = generator;
            const isWrong = hogs > 0 ? !overloaded && lateStarts > starts * SELF_LIMITS.lateFraction : overloaded;
            if (isWrong) count += 1;
            say(`${hogs} hogs, run ${i + 1}: ${generator.overloaded ?? 'believed'}`);
          } finally {
            for (const end of busy) end();
          }
        }
        return count;
      };
      return [
        { what: 'calm machine, voided', value: await wrong(0), unit: `of ${RUNS}`, goal: '0' },
        { what: 'a hog on every core, believed with late starts', value: await wrong(availableParallelism()), unit: `of ${RUNS}`, goal: '0' }, // prettier-ignore
      ];
    } finally {
      await standIn.end();
    }
  },
};
