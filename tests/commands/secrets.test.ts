import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { CHECKS } from '../../checks/index.ts';
import { unzipSync } from 'fflate';
import type { FaultId } from '../../stand-in/faults.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { Workplace } from './process.ts';

const CANARY = 'canary-7f3a!9c"d%e';
const place = new Workplace();
after(() => place.remove());

/** Where the secret or a session stands in the files below `dir`, in zips, and in zips that a report carries as base64. */
function found(dir: string, secret: string): { files: number; hits: string[] } {
  const hits: string[] = [];
  let files = 0;
  const look = (name: string, bytes: Buffer): void => {
    if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
      for (const [entry, data] of Object.entries(unzipSync(bytes))) look(`${name}!${entry}`, Buffer.from(data));
    const text = bytes.toString('utf8');
    const json = JSON.stringify(secret).slice(1, -1);
    const forms = [secret, json, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    if (forms.some((form) => text.includes(form))) hits.push(`${name}: the password`);
    if (SESSION.test(text)) hits.push(`${name}: a session`);
    for (const [, zip] of text.matchAll(/data:application\/zip;base64,([A-Za-z0-9+/=]+)/g))
      look(`${name}!report`, Buffer.from(zip ?? '', 'base64'));
  };
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(dir, name);
    if (!statSync(file).isFile()) continue;
    files += 1;
    look(name, readFileSync(file));
  }
  return { files, hits };
}

/** The site's cookie holds it as Supabase's does, mysetlist-app.md 4.1. */
const SESSION = /base64-eyJ[\w-]{20,}/;
/** Journeys that type a password or carry a session: one of each kind, or with ALL_CHECKS=1 all (some minutes). */
const ALL = process.env['ALL_CHECKS'] === '1';
const FEW = ['journey.login.right-password-and-out', 'journey.login.cookie', 'journey.voting.signed-in'];
const SECRETIVE = CHECKS.filter(
  ({ id, needsAccount }) => id.startsWith('journey.') && (needsAccount === true || id.startsWith('journey.login.')),
).flatMap(({ id }) => (ALL || FEW.includes(id) ? [id] : []));
const gate = async (faults: readonly FaultId[], password: string | undefined) => {
  const site = await startStandIn({ faults });
  const secret = password ?? site.account.password;
  const end = await place.run('gate', ['--target', site.url, '--only', SECRETIVE.join(',')], {
    SYNTHETIC_EMAIL: site.account.email,
    SYNTHETIC_PASSWORD: secret,
    EXPECT_TIMEOUT_MS: '1500',
  });
  await site.close();
  return { ...end, secret };
};

/** One fault for each of `FEW` that shows only once a session is open. */
const FAIL_SIGNED_IN: readonly FaultId[] = ['sign-out-keeps-session', 'cookie-readable', 'votes-not-persisted'];
/** All of `FEW` fail, and leave what Playwright can record: the page at each step, its network, a film. */
const fullyTraced = async (redact: 'on' | 'off') => {
  const site = await startStandIn({ faults: FAIL_SIGNED_IN });
  const { email, password } = site.account;
  const dir = path.join(place.results, `redact-${redact}`);
  const grep = `@(${SECRETIVE.map((id) => id.replaceAll('.', '\\.')).join('|')})( |$)`;
  const end = await place.playwright(['test', '--grep', grep, '--trace=on'], {
    RESULTS_DIR: dir,
    TARGET_URL: site.url,
    SYNTHETIC_EMAIL: email,
    SYNTHETIC_PASSWORD: password,
    ALL_CHECKS: '1',
    EXPECT_TIMEOUT_MS: '1500',
    REDACT: redact,
  });
  await site.close();
  return { ...end, ...found(dir, password) };
};

test('journeys that pass leave neither the password nor a session in any file', async () => {
  const { code, stdout, secret } = await gate([], undefined);
  assert.equal(code, 0, stdout);
  const { files, hits } = found(place.latest, secret);
  assert.ok(files > 10, `${files} files searched`);
  assert.deepEqual(hits, []);
});

test('journeys that fail while signed in leave neither in any file, trace or report', async () => {
  const { code, stdout, hits } = await fullyTraced('on');
  assert.equal(code, 1, stdout);
  assert.doesNotMatch(stdout, /\d+ passed/);
  assert.deepEqual(hits, []);
});

test('after a failed sign-in no file, trace or report contains the password', async () => {
  const { code, stdout } = await gate(['login-broken'], CANARY);
  assert.equal(code, 1, stdout);
  assert.ok(!stdout.includes(CANARY));
  assert.deepEqual(found(place.latest, CANARY).hits, []);
});

test('without redaction the same search finds the password and the session', async () => {
  const { hits } = await fullyTraced('off');
  for (const what of ['password', 'session'])
    assert.ok(
      hits.some((hit) => hit.endsWith(what)),
      `no ${what} found`,
    );
});
