import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { holdsSuite, redactTree } from '../../../checks/evidence/redact.ts';
import { redactBytes } from '../../../common/redact-bytes.ts';
import { redactText, redactValues, REDACTED } from '../../../common/redact-text.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SECRET = `pa"ss wö/rd&<'>+%1`;
const zipOf = (files: Record<string, Uint8Array>): Buffer => Buffer.from(zipSync(files));
const holds = (bytes: Buffer, text: string): boolean => bytes.includes(text);

for (const [form, text] of [
  ['as it is', `fill ${SECRET} in`],
  ['URL-encoded', `?p=${encodeURIComponent(SECRET)}&x=1`],
  ['form-encoded', new URLSearchParams({ password: SECRET, a: 'b' }).toString()],
  ['JSON-escaped', JSON.stringify({ params: { value: SECRET } })],
  ['JSON in JSON', JSON.stringify({ body: JSON.stringify({ value: SECRET }) })],
  ['URL-encoded twice', encodeURIComponent(encodeURIComponent(SECRET))],
  ['URL-encoded in lower case', encodeURIComponent(SECRET).replaceAll(/%../g, (code) => code.toLowerCase())],
  [
    'in HTML',
    SECRET.replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#x27;'),
  ],
  [
    'in the JSON of a script',
    JSON.stringify(SECRET)
      .replaceAll('<', '\\u003c')
      .replaceAll('>', '\\u003e')
      .replaceAll('&', '\\u0026')
      .replaceAll("'", '\\u0027')
      .replaceAll('+', '\\u002b'),
  ],
  ['in hex', Buffer.from(SECRET).toString('hex')],
] as const)
  test(`A secret is found ${form}`, () => {
    const { bytes, hits } = redactBytes(Buffer.from(text), [SECRET]);
    assert.equal(hits, 1);
    for (const part of [SECRET]) assert.ok(!holds(bytes, part), part);
    assert.ok(holds(bytes, REDACTED));
  });

for (const before of ['', 'a', 'ab', 'abc', 'email=x&password='])
  test(`A secret is found in base64 behind ${String(before.length)} other bytes`, () => {
    const base64 = Buffer.from(`${before}${SECRET}&and=more`).toString('base64');
    const { bytes, hits } = redactBytes(Buffer.from(`"data:text/plain;base64,${base64}"`), [SECRET]);
    assert.equal(hits, 1);
    const left = /base64,([^"]*)/.exec(bytes.toString())?.[1] ?? '';
    assert.ok(!Buffer.from(left.replace(REDACTED, ''), 'base64').includes(SECRET.slice(2, -2)));
  });

const SESSION = `base64-${Buffer.from('{"access_token":"91f4b177"}').toString('base64url')}`;
for (const [where, text] of [
  ['a cookie of a trace', `{"cookies":[{"name":"sb-standin-auth-token","value":"${SESSION}","path":"/"}]}`],
  ['the header that sends it', `{"name":"Cookie","value":"theme=dark; sb-standin-auth-token=${SESSION}; a=b"}`],
  ['the header that sets it', `{"name":"Set-Cookie","value":"sb-standin-auth-token=${SESSION}; Path=/; HttpOnly"}`],
  ['an answer', `{"access_token": "${SESSION}", "user": {}}`],
  ['an answer inside JSON', JSON.stringify({ body: JSON.stringify({ refresh_token: SESSION }) })],
] as const)
  test(`An unknown session is removed from ${where}, and nothing else`, () => {
    const { bytes, hits } = redactBytes(Buffer.from(text), []);
    assert.equal(hits, 1);
    assert.equal(bytes.toString(), text.replace(SESSION, REDACTED));
    assert.deepEqual(redactBytes(bytes, []), { bytes, hits: 0 });
  });

const PLANTED: [what: string, text: string, secret: string][] = [
  ['a bearer token in a header', 'authorization: Bearer abc.def-ghi', 'abc.def-ghi'],
  ['a bearer token in JSON', '{"Authorization":"Bearer abcdefgh"}', 'abcdefgh'],
  ['basic credentials', 'Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ["Vercel's bypass secret", "curl -H 'x-vercel-protection-bypass: q1w2e3r4'", 'q1w2e3r4'],
  ["Vercel's bypass secret in a query", '/?x-vercel-protection-bypass=q1w2e3r4&x=1', 'q1w2e3r4'],
  ["Vercel's bypass secret in a trace", '{"name":"x-vercel-protection-bypass","value":"q1w2"}', 'q1w2'],
  ['a Slack webhook', 'POST https://hooks.slack.com/services/T0/B0/xyz failed', 'T0/B0/xyz'],
  ['a Discord webhook', '<https://discord.com/api/webhooks/1/abc>', '1/abc'],
  ['a Teams webhook', '"https://x.webhook.office.com/webhookb2/1@2"', 'webhookb2/1@2'],
  ['a Telegram bot', 'https://api.telegram.org/bot12:AB/sendMessage', '12:AB'],
  ['a GitHub token', 'token ghp_0123456789abcdef', 'ghp_0123456789abcdef'],
  ['a JSON Web Token', 'jwt eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl end', 'eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl'],
  ['a session by itself', `token ${SESSION}`, SESSION.slice('base64-'.length)],
  ['a password in an address', 'libsql://user:geheim@db.example', 'geheim'],
];
for (const [what, text, secret] of PLANTED)
  test(`${what} is removed without an account, and nothing else`, () => {
    assert.equal(redactText(text, []), text.replace(secret, REDACTED));
  });

test('A record stays valid when a text in it is redacted', () => {
  const record = { kind: 'check', n: 1, ok: true, none: null, failures: [{ message: `typed ${SECRET}` }] };
  assert.deepEqual(redactValues(record, [SECRET]), {
    ...record,
    failures: [{ message: `typed ${REDACTED}` }],
  });
});

test('Text that only looks like a session is kept', () => {
  for (const text of [
    '/auth/sign-in?returnUrl=%2Fprofile',
    'author=short',
    '{"name":"session","id":"an id of sixteen or more"}',
    'cookie: sb-auth-token lacks HttpOnly; Set-Cookie: no Secure attribute',
    'GET /auth/callback?next=/artists 302, https://mysetlist.example:443/a@b',
    'expected 401 without an Authorization header',
  ])
    assert.equal(redactText(text, []), text);
});

test('Bytes without the secret come back as the same buffer', () => {
  const bytes = Buffer.from([0, 255, 254, 10, 13, 128]);
  assert.equal(redactBytes(bytes, [SECRET]).bytes, bytes);
});

test('Binary bytes next to a secret are not changed', () => {
  const noise = Buffer.from([0, 255, 254, 10, 13, 128, 195]);
  const { bytes } = redactBytes(Buffer.concat([noise, Buffer.from(SECRET), noise]), [SECRET]);
  assert.deepEqual(bytes, Buffer.concat([noise, Buffer.from(REDACTED), noise]));
});

test('The other entries of a zip with a secret are not changed', () => {
  const files = {
    'trace.trace': Buffer.from('{"type":"before"}\n'.repeat(50)),
    'resources/ü.bin': Buffer.from([0, 1, 2, 255]),
    empty: Buffer.alloc(0),
  };
  const { bytes, hits } = redactBytes(zipOf({ ...files, 'a.txt': Buffer.from(SECRET) }), [SECRET]);
  assert.equal(hits, 1);
  const after = unzipSync(bytes);
  assert.equal(strFromU8(after['a.txt'] ?? new Uint8Array()), REDACTED);
  for (const [name, data] of Object.entries(files)) assert.deepEqual(Buffer.from(after[name] ?? []), data, name);
  const clean = zipOf(files);
  assert.equal(redactBytes(clean, [SECRET]).bytes, clean);
});

test('A truncated zip is refused', () => {
  const zip = zipOf({ a: Buffer.from('b'.repeat(100)) });
  assert.throws(() => redactBytes(zip.subarray(0, zip.length - 30), []));
});

test('A secret of three characters is rejected, because redacting it would make texts unreadable', () => {
  assert.throws(() => redactText('abc', ['abc']), RangeError);
});

test('A text for the screen loses the secret', () => {
  assert.equal(redactText(`fill("${SECRET}")`, [SECRET]), `fill("${REDACTED}")`);
});

test('The tree is searched through files, zips, zips in zips and zips in HTML; a broken zip is emptied', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'redact-'));
  try {
    await mkdir(join(dir, 'deep'));
    const inner = zipOf({ 'trace.network': Buffer.from(`x ${SECRET} y`) });
    const outer = zipOf({ 'data/trace.zip': inner });
    await writeFile(join(dir, 'plain.txt'), 'nothing here');
    await writeFile(join(dir, 'deep', 'error-context.md'), `Password: ${SECRET}`);
    await writeFile(join(dir, 'deep', 'attachment'), outer);
    await writeFile(
      join(dir, 'index.html'),
      `<template>data:application/zip;base64,${inner.toString('base64')}</template>`,
    );
    await writeFile(join(dir, 'broken.zip'), outer.subarray(0, outer.length - 8));

    assert.deepEqual(redactTree(dir, [SECRET]), { files: 4, hits: 4, failed: [] });
    assert.deepEqual(redactTree(dir, [SECRET]), { files: 0, hits: 0, failed: [] });
    const zip = unzipSync(await readFile(join(dir, 'deep', 'attachment')));
    const deep = unzipSync(zip['data/trace.zip'] ?? new Uint8Array());
    assert.equal(strFromU8(deep['trace.network'] ?? new Uint8Array()), `x ${REDACTED} y`);
    assert.equal((await readFile(join(dir, 'broken.zip'))).length, 0);
    assert.equal(await readFile(join(dir, 'plain.txt'), 'utf8'), 'nothing here');
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('a folder that holds the suite is no folder of a run: nothing in it is touched', () => {
  for (const dir of [ROOT, join(ROOT, '..'), '/']) assert.ok(holdsSuite(dir), dir);
  for (const dir of [join(ROOT, 'tests'), join(ROOT, 'node_modules', 'zod')]) assert.equal(holdsSuite(dir), false, dir);
  // The proof comes after the refusal, so that this test cannot harm us where the refusal is gone.
  const alarm = (): string => assert.fail('it went on');
  for (const dir of [ROOT, join(ROOT, '..')])
    assert.throws(() => redactTree(dir, [SECRET], alarm), /holds the suite itself/);
});
