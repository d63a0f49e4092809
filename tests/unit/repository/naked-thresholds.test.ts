// A number that decides something stands in kpis.ts (the runbook's) or judging.ts (ours, with its reason), and nowhere else.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { ROOT } from '../../../commands/lib/run-folder.ts';

/** How a constant is named that says when something is good enough. */
const THRESHOLD =
  /^(?:export )?const ((?:LEAST|ENOUGH|FEWEST)_[A-Z_]+|[A-Z_]*(?:SHARE|TOLERANCE|CONFIDENCE|SIGNIFICAN|FALSE_ALARM|SKEW|EVENNESS)[A-Z_]*)\b[^=]*= -?[\d.]/gm;
const naked = (text: string): string[] => [...text.matchAll(THRESHOLD)].map(([, name = '']) => name);

test('thresholds stand in kpis.ts and judging.ts only', () => {
  const files = globSync('{checks,commands,common,contracts,load,monitoring,proof,reports}/**/*.ts', { cwd: ROOT });
  const found = files.flatMap((file) =>
    naked(readFileSync(path.join(ROOT, file), 'utf8')).map(
      (name) => `${file}: move ${name} to judging.ts, with its reason`,
    ),
  );
  assert.deepEqual(found, []);
  assert.ok(files.length > 200, 'the glob found the rooms');
});

test('the pattern finds a threshold and ignores other constants', () => {
  const text = [
    'const LEAST_ROWS = 5;',
    'export const MOST_SHARE: number = 0.5;',
    "const SHARE_TEXT = 'half';",
    'const DEADLINE_MS = 5_000;',
  ];
  assert.deepEqual(naked(text.join('\n')), ['LEAST_ROWS', 'MOST_SHARE']);
});

test('every threshold of judging.ts has a reason', () => {
  const lines = readFileSync(path.join(ROOT, 'judging.ts'), 'utf8').split('\n');
  const silent = lines.flatMap((line, i) =>
    /^export const /.test(line) && !/[{[]$/.test(line) && !/\*\/\s*$/.test(lines[i - 1] ?? '')
      ? [line.slice(0, 60)]
      : [],
  );
  assert.deepEqual(silent, []);
});
