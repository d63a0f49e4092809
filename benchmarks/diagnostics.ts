// What a passing run pays for its diagnostics: traces that are kept only on failure, and the figures of the pages.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PLAYWRIGHT_CLI } from '../checks/playwright-cli.ts';
import { LEASHED } from './leashed.ts';
import { median, type Benchmark } from './benchmark.ts';

const PAIRS = 8;
const ROOT = path.join(import.meta.dirname, '..');
/** Journeys of every kind, about 10 s of them. */
const CHECKS = ['home', 'trending', 'artist', 'show', 'search/boxes', 'voting/counts', 'login/passwords'];

async function run(diagnostics: 'on' | 'off'): Promise<number> {
  const results = mkdtempSync(path.join(tmpdir(), 'diagnostics-'));
  const files = CHECKS.map((name) => `checks/journeys/${name}.check.ts`);
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [...LEASHED, PLAYWRIGHT_CLI, 'test', ...files, '--project=desktop', '--reporter=dot'],
    {
      cwd: ROOT,
      stdio: 'ignore',
      env: {
        ...process.env,
        TARGET_URL: '',
        RESULTS_DIR: results,
        DIAGNOSTICS: diagnostics,
      },
    },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  const ms = performance.now() - started;
  rmSync(results, { recursive: true, force: true });
  if (code !== 0) throw new Error(`the journeys did not pass with diagnostics ${diagnostics}`);
  return ms;
}

export const DIAGNOSTICS: Benchmark = {
  name: 'diagnostics',
  title: 'what a passing run of journeys pays for its diagnostics',
  seconds: 300,
  run: async (say) => {
    const costs: number[] = [];
    const without: number[] = [];
    for (let i = 0; i < PAIRS; i += 1) {
      // Turned round at each pair, so that a machine that gets slower favours neither.
      const order = i % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const);
      const times = new Map<'on' | 'off', number>();
      for (const diagnostics of order) times.set(diagnostics, await run(diagnostics));
      const [on, off] = [times.get('on') ?? 0, times.get('off') ?? 1];
      costs.push((on / off - 1) * 100);
      without.push(off);
      say(`pair ${i + 1}: ${(off / 1000).toFixed(1)} s without, ${(on / 1000).toFixed(1)} s with`);
    }
    return [
      { what: 'journeys without diagnostics', value: Math.round(median(without)), unit: 'ms' },
      { what: 'diagnostics, median of the pairs', value: Number(median(costs).toFixed(1)), unit: '%', goal: '<= 5' },
    ];
  },
};
