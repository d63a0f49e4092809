import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { existsSync } from 'node:fs';
import { CHECKS, checksOf, declaration } from '../../../checks/index.ts';

type Listed = {
  title: string;
  file: string;
  tests: { projectName: string; annotations: { type: string; description?: string }[] }[];
  tags: string[];
};
type Suite = { suites?: Suite[]; specs?: Listed[] };

const root = join(import.meta.dirname, '../../..');

function list(environment: Record<string, string>): {
  stdout: string;
  rows: { id: string; title: string; file: string; variant: string; tags: string[] }[];
} {
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const { stdout } = spawnSync(process.execPath, [cli, 'test', '--list', '--reporter=json'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TARGET_URL: '', ...environment },
  });
  const specs = (suite: Suite): Listed[] => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const rows = specs(JSON.parse(stdout) as Suite).flatMap((spec) =>
    spec.tests.map((t) => ({
      id: t.annotations.find((a) => a.type === 'check')?.description ?? 'no id',
      title: spec.title,
      file: `checks/${spec.file}`,
      variant: t.projectName,
      tags: spec.tags,
    })),
  );
  return { stdout, rows };
}

const all = list({ ALL_CHECKS: '1' });
const listed = (prefix: string): string[] =>
  all.rows.filter((row) => row.id.startsWith(prefix)).map((row) => `${row.id} ${row.variant}`);

test('--list --reporter=json prints only JSON', () => {
  assert.ok(all.stdout.startsWith('{'));
});

test('Every declared journey is listed on each of its projects, and no other is listed', () => {
  const declared = checksOf('journeys').flatMap(({ id, variants = [] }) =>
    variants.map((variant) => `${id} ${variant}`),
  );
  assert.deepEqual(listed('journey.').toSorted(), declared.toSorted());
});

test('Every contract that is listed is declared, every declared one is listed, once and without a phone', () => {
  const declared = checksOf('contracts').map((c) => `${c.id} desktop`);
  assert.deepEqual(listed('contract.').toSorted(), declared.toSorted());
});

test('No listed test is without a declared id', () => {
  for (const { id } of all.rows) assert.ok(declaration(id));
});

test('By default just the tests tagged @gate are listed, without those the phone runs nightly', () => {
  const { rows } = list({ ALL_CHECKS: '' });
  assert.ok(rows.length > 0);
  assert.ok(rows.every((row) => row.tags.includes('gate')));
  const nightly = (row: (typeof rows)[number]): boolean =>
    row.variant === 'phone' && row.tags.includes('phone-nightly');
  assert.equal(rows.length, all.rows.filter((row) => row.tags.includes('gate') && !nightly(row)).length);
  assert.equal(all.rows.filter(nightly).length, 6);
});

test('A journey is listed with the title, the tags and the file that the generated list has', () => {
  for (const { id, title, tags = [], file } of checksOf('journeys'))
    for (const row of all.rows.filter((one) => one.id === id)) {
      assert.deepEqual([row.title, row.file], [title, file]);
      for (const tag of tags) assert.ok(row.tags.includes(tag.slice(1)), `${id} has no ${tag}`);
    }
});

const PREFIXES = {
  'front-door': /^front-door\./,
  contracts: /^contract\./,
  security: /^security\./,
  journeys: /^(journey|guard)\./,
  audits: /^audit\./,
  load: /^load\./,
} as const;

test('Every id is there once and has its stage’s prefix', () => {
  const ids = CHECKS.map((c) => c.id);
  assert.deepEqual(ids, [...new Set(ids)]);
  for (const { id, stage } of CHECKS) assert.match(id, PREFIXES[stage]);
});

test('A title is one line that begins with a capital or a path, has no full stop and is there once', () => {
  const titles = CHECKS.map(({ title }) => title);
  assert.deepEqual(titles, [...new Set(titles)]);
  for (const title of titles) assert.match(title, /^[A-Z/][^\n]{15,110}[^.\s]$/);
});

test('A check names the file that declares it', () => {
  for (const { id, file } of CHECKS) assert.ok(existsSync(join(root, file)), `${id}: ${file}`);
});

test('No journey’s id is the beginning of another one, so that --grep finds just the one it names', () => {
  const journeys = checksOf('journeys');
  for (const { id } of journeys) assert.ok(journeys.every((other) => other.id === id || !other.id.startsWith(id)));
});

test('An unknown id is refused', () => {
  assert.throws(() => declaration('journey.nothing'), /no check declares the id/);
});
