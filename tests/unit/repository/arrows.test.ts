// The arrows of the design: which room may import which. One table, held against every import in the repository.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** The longest prefix of a file decides its room; values are prefixes it may import, besides its own room. */
const ARROWS: Record<string, readonly string[]> = {
  'kpis.ts': [],
  'judging.ts': ['kpis.ts'],
  common: ['kpis.ts', 'judging.ts'],
  'playwright.config.ts': ['checks', 'common', 'kpis.ts'],
  contracts: ['common', 'kpis.ts', 'judging.ts'],
  checks: ['common', 'contracts', 'kpis.ts', 'judging.ts', 'reports/result.ts'],
  'load/scripts': ['judging.ts', 'kpis.ts', 'common', 'load/profiles.ts', 'load/shapes', 'load/answers.ts', 'load/windows.ts', 'load/intents.ts'], // prettier-ignore
  load: ['common', 'kpis.ts', 'judging.ts', 'reports/result.ts'],
  reports: ['common', 'kpis.ts', 'judging.ts'],
  monitoring: ['common', 'checks/api', 'reports', 'kpis.ts', 'judging.ts'],
  proof: ['common', 'checks', 'kpis.ts', 'judging.ts', 'reports', 'stand-in/faults.ts'],
  'stand-in': [],
  // Runs before anything is installed.
  actions: [],
  benchmarks: ['common', 'checks', 'contracts', 'kpis.ts', 'judging.ts', 'load', 'monitoring', 'reports', 'stand-in'],
  commands: [
    'benchmarks',
    'common',
    'checks',
    'contracts',
    'kpis.ts',
    'judging.ts',
    'load',
    'monitoring',
    'proof',
    'reports',
    'stand-in',
  ],
  tests: [
    'actions',
    'benchmarks',
    'common',
    'checks',
    'commands',
    'contracts',
    'kpis.ts',
    'judging.ts',
    'load',
    'monitoring',
    'proof',
    'reports',
    'stand-in',
    'playwright.config.ts',
  ],
};

const roomOf = (file: string): string =>
  Object.keys(ARROWS)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0] ?? `no room: ${file}`;

const files = globSync('**/*.ts', { cwd: ROOT, exclude: (name) => name === 'node_modules' || name === '.results' });

test('every import follows the room order and none leaves the repository', () => {
  const wrong: string[] = [];
  for (const file of files) {
    const room = roomOf(file);
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    for (const [, specifier] of text.matchAll(/(?:from|import\(|^import) ?'(\.[^']+)'/gm)) {
      const imported = path.posix.join(path.posix.dirname(file), specifier ?? '');
      const allowed = [room, ...(ARROWS[room] ?? [])].some(
        (prefix) => imported === prefix || imported.startsWith(`${prefix}/`),
      );
      if (!allowed) wrong.push(`${file} imports ${imported}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(files.length > 50, 'the glob found the repository');
});

test('the import test detects a wrong import', () => {
  assert.equal(roomOf('stand-in/pages/home.ts'), 'stand-in');
  assert.equal(roomOf('load/scripts/latency.ts'), 'load/scripts');
});
