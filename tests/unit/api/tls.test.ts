// Certificates made here: what is wrong with one has a code of its own, and how long a good one lasts is told.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { generate } from 'selfsigned';
import { probe } from '../../../checks/api/probe-client.ts';
import { certificateFindings } from '../../../checks/security/transport.security.ts';
import { rawSite } from './tiny.ts';

const DAY_MS = 86_400_000;
const SHORT = { tls: 300, whole: 2_000 };

/** A site on this machine whose certificate, valid for `host` until `days` from now, is its own authority. */
async function secureSite(t: TestContext, days: number, host = 'localhost'): Promise<{ url: URL; ca: string }> {
  const notAfterDate = new Date(Date.now() + days * DAY_MS);
  const { cert, private: key } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    notBeforeDate: new Date(Date.now() - 400 * DAY_MS),
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
  const server: Server = createServer({ key, cert }, (_request, response) => response.end('hello'));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { url: new URL(`https://localhost:${(server.address() as AddressInfo).port}`), ca: cert };
}

test('a valid certificate reports its expiry, and TLS is a phase of its own', async (t) => {
  const { url, ca } = await secureSite(t, 10);
  const answer = await probe({ method: 'GET', url, ca });
  assert.equal(answer.error, undefined, answer.error?.message);
  assert.equal(answer.body, 'hello');
  for (const phase of ['connect', 'tls', 'firstByte', 'download'] as const)
    assert.ok((answer.phases[phase] ?? -1) >= 0, `${phase} ${answer.phases[phase]}`);
  const [finding] = certificateFindings(answer.certificates ?? [], new Date());
  assert.equal(finding?.level, 'warn');
  assert.match(finding?.message ?? '', /expires in (9\.9|10\.0) days/);
});

test('a certificate that lasts two days fails', async (t) => {
  const { url, ca } = await secureSite(t, 2);
  const answer = await probe({ method: 'GET', url, ca });
  assert.deepEqual(
    certificateFindings(answer.error ? [] : (answer.certificates ?? []), new Date()).map((f) => f.level),
    [undefined],
  );
});

const CA = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, critical: true },
] as const;
/** Signed by `by`, or by itself; valid for `days`. */
const issue = (name: string, days: number, extensions: readonly object[], by?: { key: string; cert: string }) =>
  generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + days * DAY_MS),
    extensions: extensions as never,
    ...(by ? { ca: by } : {}),
  });

test('the intermediate certificate is read too: the leaf lasts 200 days, the intermediate one', async (t) => {
  const root = await issue('Root of the test', 3_000, CA);
  const middle = await issue('Middle of the test', 1, CA, { key: root.private, cert: root.cert });
  const alt = { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] };
  const leaf = await issue('localhost', 200, [alt], { key: middle.private, cert: middle.cert });
  const server = createServer({ key: leaf.private, cert: `${leaf.cert}\n${middle.cert}` }, (_, response) =>
    response.end(),
  );
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const url = new URL(`https://localhost:${(server.address() as AddressInfo).port}`);
  const answer = await probe({ method: 'GET', url, ca: root.cert });
  assert.equal(answer.error, undefined, answer.error?.message);
  assert.deepEqual(answer.error ? [] : answer.certificates?.map(({ name }) => name), [
    'localhost',
    'Middle of the test',
  ]);
  const findings = certificateFindings(answer.error ? [] : (answer.certificates ?? []), new Date());
  assert.equal(findings.length, 1);
  assert.match(
    findings[0]?.message ?? '',
    /intermediate certificate "Middle of the test" of the chain expires in 1\.0 days/,
  );
  assert.equal(findings[0]?.level, undefined);
});

test('expired, wrong-host and self-signed certificates each have a code', async (t) => {
  const expired = await secureSite(t, -1);
  assert.equal((await probe({ method: 'GET', ...expired })).error?.code, 'tls-expired');
  const another = await secureSite(t, 30, 'elsewhere.example');
  assert.equal((await probe({ method: 'GET', ...another })).error?.code, 'tls-wrong-host');
  const { url } = await secureSite(t, 30);
  assert.equal((await probe({ method: 'GET', url })).error?.code, 'tls-untrusted');
});

test('a server that never agrees on TLS is a timeout of that phase', async (t) => {
  const silent = await rawSite(t, () => {});
  const { error } = await probe({ method: 'GET', url: new URL(`https://localhost:${silent.port}`), deadlines: SHORT });
  assert.deepEqual([error?.code, error?.phase], ['timeout', 'tls']);
});
