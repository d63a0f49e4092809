import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { formsOf, redactBytes, redactText, redactTree, REDACTED } from '../../../checks/evidence/redact.ts';
import { isZip, readZip, writeZip } from '../../../checks/evidence/zip.ts';

const SECRET = `pa"ss wö/rd&<'>+%1`;
const holds = (bytes: Buffer, text: string): boolean => bytes.includes(text);

for (const [form, text] of [
  ['as it is', `fill ${SECRET} in`],
  ['URL-encoded', `?p=${encodeURIComponent(SECRET)}&x=1`],
  ['form-encoded', new URLSearchParams({ password: SECRET, a: 'b' }).toString()],
  ['JSON-escaped', JSON.stringify({ params: { value: SECRET } })],
  ['JSON in JSON', JSON.stringify({ body: JSON.stringify({ value: SECRET }) })],
] as const)
  test(`A secret is found ${form}`, () => {
    const { bytes, hits } = redactBytes(Buffer.from(text), formsOf(SECRET));
    assert.equal(hits, 1);
    for (const part of formsOf(SECRET)) assert.ok(!holds(bytes, part), part);
    assert.ok(holds(bytes, REDACTED));
  });

for (const before of ['', 'a', 'ab', 'abc', 'email=x&password='])
  test(`A secret is found in base64 behind ${String(before.length)} other bytes`, () => {
    const base64 = Buffer.from(`${before}${SECRET}&and=more`).toString('base64');
    const { bytes, hits } = redactBytes(Buffer.from(`"data:text/plain;base64,${base64}"`), formsOf(SECRET));
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
  test(`A session is taken out of ${where}, though nobody named it, and nothing beside it`, () => {
    const { bytes, hits } = redactBytes(Buffer.from(text), []);
    assert.equal(hits, 1);
    assert.equal(bytes.toString(), text.replace(SESSION, REDACTED));
    assert.deepEqual(redactBytes(bytes, []), { bytes, hits: 0 });
  });

test('What only looks like a session stays', () => {
  for (const text of [
    '/auth/sign-in?returnUrl=%2Fprofile',
    'author=short',
    '{"name":"session","id":"an id of sixteen or more"}',
  ])
    assert.equal(redactText(text, []), text);
});

test('Bytes without the secret come back as the same buffer', () => {
  const bytes = Buffer.from([0, 255, 254, 10, 13, 128]);
  assert.equal(redactBytes(bytes, formsOf(SECRET)).bytes, bytes);
});

test('Bytes that are no text survive beside a secret', () => {
  const noise = Buffer.from([0, 255, 254, 10, 13, 128, 195]);
  const { bytes } = redactBytes(Buffer.concat([noise, Buffer.from(SECRET), noise]), formsOf(SECRET));
  assert.deepEqual(bytes, Buffer.concat([noise, Buffer.from(REDACTED), noise]));
});

test('A zip is written as it was read', () => {
  const entries = [
    { name: 'trace.trace', data: Buffer.from('{"type":"before"}\n'.repeat(50)) },
    { name: 'resources/ü.bin', data: Buffer.from([0, 1, 2, 255]) },
    { name: 'empty', data: Buffer.alloc(0) },
  ];
  const zip = writeZip(entries);
  assert.ok(isZip(zip));
  assert.deepEqual(readZip(zip), entries);
});

test('A truncated zip is refused', () => {
  const zip = writeZip([{ name: 'a', data: Buffer.from('b'.repeat(100)) }]);
  assert.throws(() => readZip(zip.subarray(0, zip.length - 10)), /not a zip/);
});

test('A secret of three characters is refused, because redacting it would leave nothing readable', () => {
  assert.throws(() => formsOf('abc'), RangeError);
});

test('A text for the screen loses the secret', () => {
  assert.equal(redactText(`fill("${SECRET}")`, [SECRET]), `fill("${REDACTED}")`);
});

test('The tree is searched through files, zips, zips in zips and zips in HTML; a broken zip is emptied', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'redact-'));
  try {
    await mkdir(join(dir, 'deep'));
    const inner = writeZip([{ name: 'trace.network', data: Buffer.from(`x ${SECRET} y`) }]);
    const outer = writeZip([{ name: 'data/trace.zip', data: inner }]);
    await writeFile(join(dir, 'plain.txt'), 'nothing here');
    await writeFile(join(dir, 'deep', 'error-context.md'), `Password: ${SECRET}`);
    await writeFile(join(dir, 'deep', 'attachment'), outer);
    await writeFile(
      join(dir, 'index.html'),
      `<template>data:application/zip;base64,${inner.toString('base64')}</template>`,
    );
    await writeFile(join(dir, 'broken.zip'), outer.subarray(0, outer.length - 8));

    assert.deepEqual(await redactTree(dir, [SECRET]), { files: 4, hits: 4 });
    assert.deepEqual(await redactTree(dir, [SECRET]), { files: 0, hits: 0 });
    const zip = readZip((await readFile(join(dir, 'deep', 'attachment'))) as Buffer);
    assert.equal(readZip(zip[0]?.data ?? Buffer.alloc(0))[0]?.data.toString(), `x ${REDACTED} y`);
    assert.equal((await readFile(join(dir, 'broken.zip'))).length, 0);
    assert.equal(await readFile(join(dir, 'plain.txt'), 'utf8'), 'nothing here');
  } finally {
    await rm(dir, { recursive: true });
  }
});
