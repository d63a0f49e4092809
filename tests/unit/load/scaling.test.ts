// The TestRun of docs/scaling.md has the shape of the operator's own resource, and names what the scripts read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { SCRIPTS } from '../../../load/profiles.ts';
import { PROFILE_NAMES } from '../../../load/shapes/shape.ts';
import { fixture } from './harness.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
type TestRun = {
  spec: {
    script: { configMap: { file: string } };
    runner: { env: { name: string; value: string }[] } & Record<string, unknown>;
  } & Record<string, unknown>;
};
const manifest = json(path.join(ROOT, 'load/k8s/testrun.json')) as TestRun;
const valid = new Ajv({ allErrors: true }).compile(json(fixture('k6-operator/testrun.schema.json')) as object);

test('the manifest is a TestRun', () => assert.ok(valid(manifest), JSON.stringify(valid.errors)));

for (const [name, break_] of [
  ['without a script', ({ spec }) => delete (spec as Record<string, unknown>)['script']],
  ['with half a runner', ({ spec }) => (spec['parallelism'] = 0.5)],
  ['with a misspelt field', ({ spec }) => (spec['paralellism'] = 4)],
  ['with an environment that is no list', ({ spec }) => (spec.runner['env'] = { TARGET_URL: 'x' } as never)],
  ['with memory that is no quantity', ({ spec }) => (spec.runner['resources'] = { limits: { memory: '1 gigabyte' } })],
] as [string, (run: TestRun) => unknown][]) {
  test(`a manifest ${name} is none`, () => {
    const copy = structuredClone(manifest);
    break_(copy);
    assert.equal(valid(copy), false);
  });
}

test('the manifest sets the variables that the scripts read, for an existing script', () => {
  const env = new Map(manifest.spec.runner.env.map(({ name, value }) => [name, value]));
  const settings = readFileSync(path.join(ROOT, 'load/scripts/script-settings.ts'), 'utf8');
  for (const name of env.keys()) assert.ok(settings.includes(`__ENV['${name}']`), name);
  assert.ok(PROFILE_NAMES.some((name) => name === env.get('LOAD_PROFILE')));
  assert.ok(SCRIPTS.some((name) => `${name}.tar` === manifest.spec.script.configMap.file));
});

test('docs/scaling.md names every script and the manifest', () => {
  const page = readFileSync(path.join(ROOT, 'docs/scaling.md'), 'utf8');
  for (const name of [...SCRIPTS, 'load/k8s/testrun.json']) assert.ok(page.includes(name), name);
});
