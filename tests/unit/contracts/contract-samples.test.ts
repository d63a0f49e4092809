import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Answer } from '../../../checks/api/probe-client.ts';
import { judgeAnswer } from '../../../checks/api/judge-answer.ts';
import type { Case } from '../../../contracts/contract.ts';
import { CONTRACTS, generateSchemas, jsonSchemaOf, PUBLISHED } from '../../../contracts/contract-list.ts';
import { SAMPLE_NOW as NOW } from '../../../contracts/sample-bodies.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../contracts/published');
/** Headers that keep every promise of a case: private where nothing else is asked for. */
const HEADERS = { 'content-type': 'application/json', 'x-request-id': 'r-1' };
const headersFor = (expected: Case): Record<string, string> => {
  const rule = expected.responseHeaders?.['cache-control'];
  const values = ['no-cache, no-store, must-revalidate', 'public, s-maxage=300, stale-while-revalidate=600'];
  const types = ['application/json', 'text/plain', 'application/xml', 'image/svg+xml'];
  const type = expected.contentType ?? expected.responseHeaders?.['content-type'] ?? /^application\/json/;
  return {
    ...HEADERS,
    'content-type': types.find((value) => type.test(value)) ?? '',
    'set-cookie': 'csrf-token=abc; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict',
    'cache-control': values.find((value) => rule?.test(value) ?? true) ?? '',
  };
};
const answer = (expected: Case, body: unknown): Answer => ({
  status: expected.status[0] ?? 0,
  headers: headersFor(expected),
  phases: {},
  body: JSON.stringify(body),
});
const SITE = 'https://site.invalid';
const cases = CONTRACTS.flatMap((contract) => contract.cases.map((expected) => [contract, expected] as const));

test('contract ids are unique and well formed, and each has a case', () => {
  const ids = CONTRACTS.map((contract) => contract.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const contract of CONTRACTS) {
    assert.match(contract.id, /^contract\.[a-z-]+$/);
    assert.ok(contract.cases.length > 0 && contract.runbook.length > 0);
    const names = contract.cases.map(({ name }) => name);
    for (const name of names) assert.match(name, /\w/, contract.id);
    assert.equal(new Set(names).size, names.length, `${contract.id}: ${names.join('; ')}`);
  }
});

test('every case that judges a body has a sample of it, and no other case has one', () => {
  for (const [{ id }, { name, json, sample, text, sitemapLists, sampleText }] of cases) {
    assert.equal(sample !== undefined, json !== undefined, `${id}: ${name}`);
    assert.equal(sampleText !== undefined, (text ?? sitemapLists) !== undefined, `${id}: ${name}`);
    for (const earlier of Object.keys(sample?.earlier ?? {}))
      assert.ok(
        cases.some(([one, { name: other }]) => one.id === id && other === earlier),
        `${id}: ${name} builds on "${earlier}", which is no case`,
      );
  }
});

test('no case changes anything: a POST is a refusal', () => {
  const writes = cases.filter(([, expected]) => expected.method === 'POST');
  assert.ok(writes.length > 0);
  for (const [, expected] of writes)
    assert.ok(expected.status.every((status) => [400, 401, 403, 429].includes(status)));
});

for (const [contract, expected] of cases) {
  const name = `${contract.id}, "${expected.name}"`;
  const sample = expected.sample;
  const earlier = new Map<string, unknown>(Object.entries(sample?.earlier ?? {}));
  const judge = (given: Answer) => judgeAnswer(expected, given, NOW, earlier);

  test(`${name} fails on the HTML error page, on a 404 and on silence`, () => {
    const page = {
      phases: {},
      headers: { ...headersFor(expected), 'content-type': 'text/html' },
      body: '<h1>Error</h1>',
    };
    assert.deepEqual(
      judge({ ...page, status: 500 }).failures.map((f) => f.code),
      ['server-error'],
    );
    assert.deepEqual(
      judge({ ...page, status: expected.status.includes(404) ? 410 : 404 }).failures.map((f) => f.code),
      ['client-error'],
    );
    const silent = judgeAnswer(expected, { error: { code: 'timeout', message: 'deadline passed' }, phases: {} }, NOW);
    assert.deepEqual(
      silent.failures.map((f) => f.code),
      ['timeout'],
    );
  });
  if (expected.status.includes(200) && (expected.json || expected.text || expected.sitemapLists)) {
    test(`${name} fails on an HTML page with status 200`, () => {
      const page = {
        phases: {},
        headers: { ...headersFor(expected), 'content-type': 'text/html' },
        body: '<h1>Hi</h1>',
      };
      assert.equal(judge({ ...page, status: 200 }).failures.length, 1);
    });
  }
  if (expected.responseHeaders) {
    test(`${name} fails when its headers are wrong`, () => {
      const wrong = {
        ...HEADERS,
        'content-type': expected.responseHeaders?.['content-type'] ? 'text/html' : 'application/json',
        'x-request-id': '',
        'set-cookie': 'csrf-token=abc; Path=/',
        'cache-control': /public/.test(headersFor(expected)['cache-control'] ?? '')
          ? 'no-store'
          : 'public, s-maxage=600',
      };
      const given = {
        ...answer(expected, sample?.good),
        headers: wrong,
        ...(expected.text ? { body: expected.sampleText ?? '' } : {}),
      };
      const codes = judge(given).failures.map((f) => f.code);
      assert.equal(codes.length, Object.keys(expected.responseHeaders ?? {}).length);
      assert.ok(codes.every((code) => code === 'header'));
    });
  }
  if (expected.text || expected.sitemapLists) {
    const given = { ...answer(expected, ''), body: expected.sampleText ?? '' };
    test(`${name} passes on a valid text, and fails on an empty one`, () => {
      assert.deepEqual(judge(given).failures, []);
      assert.deepEqual(
        judge({ ...given, body: '' }).failures.map((f) => f.code),
        ['semantic'],
      );
    });
  }
  if (expected.redirectsTo !== undefined) {
    const to = (location: string) =>
      judge({ ...answer(expected, ''), status: 307, headers: { location }, url: new URL(expected.path, SITE) });
    test(`${name} fails on a redirect to another page or host`, () => {
      assert.deepEqual(to(expected.redirectsTo ?? '').failures, []);
      assert.deepEqual(to(`${SITE}${expected.redirectsTo}?from=x`).failures, []);
      for (const astray of [
        '/',
        `http://localhost:3000${expected.redirectsTo}`,
        `/undefined${expected.redirectsTo}`,
        '',
      ])
        assert.deepEqual(
          to(astray).failures.map((f) => f.code),
          ['unexpected-status'],
          astray,
        );
    });
  }
  if (!sample) continue;
  test(`${name} passes on a valid body`, () => {
    const { failures, warnings } = judge(answer(expected, sample.good));
    assert.deepEqual([failures, warnings], [[], []]);
  });
  for (const [what, make] of Object.entries(sample.broken ?? {})) {
    test(`${name} fails on ${what}`, () => {
      const { failures } = judge(answer(expected, make(sample.good)));
      assert.ok(failures.length > 0);
      assert.match(failures[0]?.message ?? '', new RegExp(`^${expected.method} /`));
    });
  }
  for (const [what, make] of Object.entries(sample.degraded ?? {})) {
    test(`${name} only warns on ${what}`, () => {
      const { failures, warnings } = judge(answer(expected, make(sample.good)));
      assert.deepEqual([failures, warnings.length > 0], [[], true]);
    });
  }
}

test('the published schemas are those that the contracts generate', () => {
  for (const [file, text] of generateSchemas()) {
    assert.equal(readFileSync(path.join(FOLDER, file), 'utf8'), text, `${file} is old: run npm run generate`);
  }
});

test('every schema that a case judges with is published', () => {
  const schemas = new Set(Object.values(PUBLISHED));
  const unpublished = cases.filter(([, expected]) => expected.json && !schemas.has(expected.json.schema));
  assert.deepEqual(
    unpublished.map(([contract, { name }]) => `${contract.id}: ${name}`),
    [],
  );
});

test('the published schemas are draft 2020-12, and agree with zod on every sample', () => {
  const ajv = new Ajv2020({ allErrors: false });
  formats.default(ajv);
  let judged = 0;
  for (const [file, schema] of Object.entries(PUBLISHED)) {
    const validate = ajv.compile(jsonSchemaOf(schema));
    for (const [, expected] of cases.filter(([, one]) => one.json?.schema === schema)) {
      const { good, broken = {}, degraded = {} } = expected.sample ?? { good: {} };
      for (const make of [(body: typeof good) => body, ...Object.values(broken), ...Object.values(degraded)]) {
        const body: unknown = JSON.parse(JSON.stringify(make(good)));
        assert.equal(validate(body), schema.safeParse(body).success, `${file}: ${JSON.stringify(body).slice(0, 200)}`);
        judged += 1;
      }
    }
  }
  assert.ok(judged > 150, `${judged} bodies`);
});
