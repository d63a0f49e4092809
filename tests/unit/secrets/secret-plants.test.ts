// Every way in which a secret may be written, for every kind of secret: found and taken out, judged by a scanner that works another way.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { plantCanary, redactionProblem } from '../../../checks/evidence/redaction-proof.ts';
import { redactTree } from '../../../checks/evidence/redact.ts';
import { redactBytes } from '../../../common/redact-bytes.ts';
import { redactText, REDACTED } from '../../../common/redact-text.ts';
import { HARMLESS, PLANTS, SECRETS } from './secret-plants.ts';
import { filesHiding, hiddenIn } from './secret-scanner.ts';

const ALL = Object.values(SECRETS);
const plants = Object.entries(PLANTS);

test('there are 60 plants at least', () => assert.ok(plants.length >= 60, String(plants.length)));

for (const [kind, secret] of Object.entries(SECRETS))
  test(`${kind} is found in each of its ${plants.length} forms, and is in none of them afterwards`, () => {
    const unseen: string[] = [];
    const left: string[] = [];
    for (const [how, plant] of plants) {
      const planted = plant(secret);
      // The scanner proves itself on each plant: it must see the secret before.
      if (hiddenIn(planted, secret) === undefined) unseen.push(how);
      const { bytes, hits } = redactBytes(planted, ALL);
      const hidden = hiddenIn(bytes, secret);
      if (hits === 0 || hidden !== undefined) left.push(`${how} (${hits} hits, ${hidden ?? 'gone'})`);
    }
    assert.deepEqual({ unseen, left }, { unseen: [], left: [] });
  });

test('in a folder, and in one zip of all: every secret is removed, and the rest of each text is unchanged', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'plants-'));
  try {
    const secret = SECRETS['the password of the account'];
    const packed = Object.fromEntries(plants.map(([, plant], i) => [String(i), plant(secret)]));
    for (const [name, bytes] of Object.entries(packed)) writeFileSync(path.join(dir, name), bytes);
    writeFileSync(path.join(dir, 'all.zip'), zipSync({ 'outer.zip': zipSync(packed) }));
    const { files, failed } = redactTree(dir, ALL);
    assert.deepEqual({ files, failed }, { files: plants.length + 1, failed: [] });
    assert.deepEqual(filesHiding(dir, secret).hits, []);
    assert.deepEqual(redactTree(dir, ALL), { files: 0, hits: 0, failed: [] }, 'a second search finds nothing more');
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('harmless texts come back as they were, also packed', () => {
  for (const text of HARMLESS) {
    assert.equal(redactText(text, ALL), text);
    const zip = Buffer.from(zipSync({ a: Buffer.from(text) }));
    assert.equal(redactBytes(zip, ALL).bytes, zip, text);
  }
});

test('the text around a secret stays readable', () => {
  const text = `POST /login {"email":"ada@x.example","password":"${JSON.stringify(ALL[0]).slice(1, -1)}","next":"/"} 401`;
  assert.equal(redactText(text, ALL), `POST /login {"email":"ada@x.example","password":"${REDACTED}","next":"/"} 401`);
});

test('a secret that a message cuts off loses its first half, too', () => {
  const secret = SECRETS['the bypass secret'];
  for (const end of ['', '...', '…', '..."'])
    assert.equal(redactText(`the body says ${secret.slice(0, 20)}${end}`, ALL), `the body says ${REDACTED}${end}`);
  assert.equal(redactText(`the body says ${secret.slice(0, 5)}...`, ALL), `the body says ${secret.slice(0, 5)}...`);
});

test('a search that misses any one form of the canary reports it', () => {
  assert.equal(redactionProblem(), undefined);
  for (const where of Object.keys(plantCanary('canary'))) {
    let asked = 0;
    const blind = Object.keys(plantCanary('canary')).indexOf(where);
    const problem = redactionProblem((bytes, secrets) => {
      // Two searches a form: of the plant, and of what is left.
      const isBlind = Math.floor(asked++ / 2) === blind;
      return isBlind ? { bytes, hits: 0 } : redactBytes(bytes, secrets);
    });
    assert.equal(problem, `The search for secrets does not work: it missed a planted one in ${where}`);
  }
});

test('if the search does not work, all files of the run are deleted', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'blind-'));
  try {
    writeFileSync(path.join(dir, 'verdict.json'), '{}');
    writeFileSync(path.join(dir, 'trace.zip'), zipSync({ a: Buffer.from(SECRETS['the bypass secret']) }));
    assert.throws(
      () => redactTree(dir, ALL, () => 'The search is blind'),
      /The search is blind\. All files of this run were removed/,
    );
    assert.deepEqual(readdirSync(dir), []);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

/** Says of itself that it holds 4 GB, as a bomb does; the size stands in its directory at the end. */
const bomb = (): Buffer => {
  const zip = Buffer.from(zipSync({ zeros: new Uint8Array(100_000) }));
  zip.writeUInt32LE(0xfffffff0, zip.indexOf('PK\u0001\u0002', 0, 'latin1') + 24);
  return Buffer.from(zipSync({ 'a.zip': zip }));
};
test('a file that cannot be searched is emptied: a zip bomb, an encrypted zip, a truncated zip, a truncated gzip', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'bombs-'));
  try {
    const encrypted = Buffer.from(zipSync({ a: Buffer.from('x') }));
    encrypted[6] = 1;
    writeFileSync(path.join(dir, 'bomb.zip'), bomb());
    writeFileSync(path.join(dir, 'encrypted.zip'), encrypted);
    writeFileSync(path.join(dir, 'cut.zip'), zipSync({ a: Buffer.alloc(1_000, 'x') }).subarray(0, 60));
    writeFileSync(path.join(dir, 'cut.gz'), PLANTS['in a gzip']?.('secret')?.subarray(0, 20) ?? '');
    assert.deepEqual(redactTree(dir, ALL), { files: 4, hits: 4, failed: [] });
  } finally {
    rmSync(dir, { recursive: true });
  }
});
