// What a passing run pays for its diagnostics: traces that are kept only on failure, and the figures of the pages.
//
// The two runs of a pair go side by side, each on a core of its own, and change cores at the next pair. One after the other, what
// else the host was doing told more than the diagnostics: single pairs spread from -15 to +78 %, side by side from -1 to +8 %.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PLAYWRIGHT_CLI } from '../checks/browser/playwright-cli.ts';
import { LEASHED } from './leashed.ts';
import { medianOfSome } from '../common/statistics.ts';
import { type Benchmark } from './benchmark.ts';

const PAIRS = 14;
const ROOT = path.join(import.meta.dirname, '..');
/** Journeys of every kind, about 10 s of them. */
const CHECKS = ['home', 'trending', 'artist', 'show', 'search/boxes', 'voting/counts', 'login/passwords'];

/** Of one run, which takes about 20 s. */
const RUN_DEADLINE_MS = 180_000;

async function run(diagnostics: 'on' | 'off', pin: readonly string[]): Promise<number> {
  const results = mkdtempSync(path.join(tmpdir(), 'diagnostics-'));
  const files = CHECKS.map((name) => `checks/journeys/${name}.check.ts`);
  const started = performance.now();
  const [command, ...args] = [
    ...pin,
    process.execPath,
    ...LEASHED,
    PLAYWRIGHT_CLI,
    'test',
    ...files,
    '--project=desktop',
    '--reporter=dot',
  ] as const;
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: 'ignore',
    timeout: RUN_DEADLINE_MS,
    env: {
      ...process.env,
      TARGET_URL: '',
      RESULTS_DIR: results,
      RESULTS_FILE: path.join(results, 'results.ndjson'),
      DIAGNOSTICS: diagnostics,
    },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  const ms = performance.now() - started;
  rmSync(results, { recursive: true, force: true });
  if (code !== 0) throw new Error(`the journeys did not pass with diagnostics ${diagnostics}`);
  return ms;
}

export const DIAGNOSTICS: Benchmark = {
  name: 'diagnostics',
  title: 'what a passing run of journeys pays for its diagnostics',
  seconds: 280,
  run: async (say) => {
    const costs: number[] = [];
    const without: number[] = [];
    // Linux only. Elsewhere the two share all cores, and the figure is a little too small.
    const canPin = spawnSync('taskset', ['--version']).status === 0;
    const pin = (core: number): string[] => (canPin ? ['taskset', '-c', String(core)] : []);
    for (let i = 0; i < PAIRS; i += 1) {
      const [off, on] = await Promise.all([run('off', pin(i % 2)), run('on', pin(1 - (i % 2)))]);
      costs.push((on / off - 1) * 100);
      without.push(off);
      say(`pair ${i + 1}: ${(off / 1000).toFixed(1)} s without, ${(on / 1000).toFixed(1)} s with`);
    }
    return [
      { what: 'journeys without diagnostics', value: Math.round(medianOfSome(without)), unit: 'ms' },
      {
        what: 'diagnostics, median of the pairs',
        value: Number(medianOfSome(costs).toFixed(1)),
        unit: '%',
        goal: '<= 5',
      },
    ];
  },
};
