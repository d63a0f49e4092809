// Does the load engine know when it must not be believed? A hog on every core must void each run, a calm machine none.
import { spawn, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Benchmark } from '../benchmark.ts';
import { runEngineOn } from './engine.ts';
import { startStandIn } from '../stand-in-process.ts';

const LEASH = path.join(import.meta.dirname, '../../checks/leash.ts');
const RUNS = 20;
/** As the smoke profile of the latency script asks, for less long. */
const SCRIPT = `import http from 'k6/http';
  export const options = { scenarios: { a: { executor: 'constant-arrival-rate', rate: 150, duration: '3s', preAllocatedVUs: 16 } } };
  export default function () { http.get(\`\${__ENV.TARGET_URL}/api/trending\`); }`;

const hog = (): ChildProcess => spawn(process.execPath, ['--import', LEASH, '-e', 'for (;;);'], { stdio: 'ignore' });

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
          const busy = Array.from({ length: hogs }, hog);
          try {
            const { generator, stderr } = await runEngineOn(SCRIPT, { TARGET_URL: standIn.url });
            if (!generator) throw new Error(`the engine left no report: ${stderr}`);
            if (generator.overloaded) count += 1;
            say(`${hogs} hogs, run ${i + 1}: ${generator.overloaded ?? 'believed'}`);
          } finally {
            for (const child of busy) child.kill('SIGKILL');
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
