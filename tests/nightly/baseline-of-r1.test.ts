// The first day on the site as it was first seen (the preset r1, in the dialect that reacts late): what fails is known and warns, and only
// what can never be excused keeps the gate red.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import type { KnownIssuesFile } from '../../reports/verdict/known-issues.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { Workplace } from '../commands/process.ts';

const place = new Workplace();
after(() => place.remove());
const STAGES = ['--profile', 'quick', '--only', 'front-door,contracts,security', '--no-account'];

test('everything known warns, and only the answers of 500 keep the gate red', async () => {
  const r1 = await startStandIn({ preset: 'r1', markup: 'react' });
  const file = path.join(place.results, 'known.json');
  try {
    const made = await place.run('baseline', ['--target', r1.url, ...STAGES, '--out', file, '--owner', 'web team']);
    assert.equal(made.code, 1, made.stdout + made.stderr);
    assert.match(made.stdout, /cannot be known issues/);
    const end = await place.run('gate', ['--target', r1.url, ...STAGES, '--known-issues', file]);
    assert.equal(end.code, 1, end.stdout);
    assert.deepEqual(place.failing(), ['availability', 'contract.search', 'contract.votes-statistics', 'error-rate']);
    const { issues } = JSON.parse(readFileSync(file, 'utf8')) as KnownIssuesFile;
    const known = new Set(issues.map(({ check }) => check));
    const { checks } = place.verdict();
    for (const id of known) assert.equal(checks.find((check) => check.id === id)?.verdict, 'warn', id);
    assert.ok(known.has('contract.user-refusals') && known.size >= 7, [...known].join(' '));
  } finally {
    await r1.close();
  }
});
