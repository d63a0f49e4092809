import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { isZip, readZip } from '../../checks/zip.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { Workplace } from './process.ts';

const CANARY = 'canary-7f3a!9c"d%e';
const place = new Workplace();
after(() => place.remove());

/** How often the canary stands in the files below `dir`, in zips, and in zips that a report carries as base64. */
function found(dir: string): { files: number; hits: string[] } {
  const hits: string[] = [];
  let files = 0;
  const look = (name: string, bytes: Buffer): void => {
    if (isZip(bytes)) for (const entry of readZip(bytes)) look(`${name}!${entry.name}`, entry.data);
    const text = bytes.toString('utf8');
    for (const form of [
      CANARY,
      JSON.stringify(CANARY).slice(1, -1),
      encodeURIComponent(CANARY),
      Buffer.from(CANARY).toString('base64'),
    ]) {
      if (text.includes(form)) hits.push(name);
    }
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

for (const [redact, title] of [
  ['', 'a failing sign-in leaves the password in no file, trace or report'],
  ['off', 'without redaction the same search finds it'],
] as const) {
  test(title, async () => {
    const site = await startStandIn({ faults: ['login-broken'] });
    const { code, stdout } = await place.run(
      'gate',
      ['--target', site.url, '--profile', 'quick', '--only', 'journey.login.right-password-and-out'],
      {
        SYNTHETIC_EMAIL: site.account.email,
        SYNTHETIC_PASSWORD: CANARY,
        REDACT: redact,
      },
    );
    await site.close();
    assert.equal(code, 1, stdout);
    assert.ok(!stdout.includes(CANARY));
    const { files, hits } = found(place.results);
    assert.ok(files > 10, `${files} files searched`);
    assert.equal(hits.length === 0, redact === '', hits.join('\n'));
  });
}
