// The headers that let us through a wall, in the load scripts: the site sees them with every request, and no redirect takes them elsewhere.
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { afterEach, test, type TestContext } from 'node:test';
import { runLoad, SCRIPTS, type ScriptName } from '../../../load/load-run.ts';
import { serve, tempDir } from './harness.ts';

const SECRET = 'letmein-of-vercel';
/** What a script sends in its first seconds shows whether it keeps the header. */
const ENOUGH_MS = 1_500;
afterEach(() => {
  delete process.env['VERCEL_AUTOMATION_BYPASS_SECRET'];
});

/** Which requests of a run each host had, and with what. The site answers `body`, or leads every `path` that `leads` to the other host. */
async function seenBy(t: TestContext, script: ScriptName, leads: (path: string) => boolean) {
  const seen = { site: new Set<string>(), foreign: new Set<string>() };
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const given = ({ headers }: IncomingMessage): string => String(headers['x-vercel-protection-bypass']);
  const foreign = await serve(t, (request, response, { pathname }) => {
    seen.foreign.add(`${pathname} ${given(request)}`);
    response.end('{}');
  });
  const target = await serve(t, (request, response, { pathname }) => {
    seen.site.add(given(request));
    timer ??= setTimeout(() => stop.abort(), ENOUGH_MS);
    if (leads(pathname)) return void response.writeHead(302, { location: `${foreign}${pathname}` }).end();
    response.setHeader('content-type', 'application/json');
    response.setHeader('set-cookie', 'session=a; Path=/');
    response.end(
      pathname === '/api/csrf-token' ? '{"token":"t"}' : pathname.includes('sign-in') ? '{"user":{}}' : '{}',
    );
  });
  process.env['VERCEL_AUTOMATION_BYPASS_SECRET'] = SECRET;
  const logged: string[] = [];
  await runLoad({
    target: new URL(target),
    sink: (record) => void logged.push(JSON.stringify(record)),
    script,
    profile: 'smoke',
    engine: 'embedded',
    signal: stop.signal,
    outDir: tempDir(t),
    allowLoad: true,
    account: { email: 'a@b.example', password: 'password' },
    log: (line) => void logged.push(line),
  });
  clearTimeout(timer);
  return { ...seen, logged: logged.join('\n') };
}

for (const script of SCRIPTS)
  test(`${script}: with every request to the site, and never elsewhere`, async (t) => {
    const { site, foreign, logged } = await seenBy(t, script, () => true);
    assert.deepEqual([...site], [SECRET]);
    assert.deepEqual([...foreign], []);
    assert.ok(!logged.includes(SECRET));
  });

test('voting: what it asks before and after the votes follows no redirect either', async (t) => {
  const { site, foreign } = await seenBy(t, 'voting', (path) => !/csrf|sign-in/.test(path));
  assert.deepEqual([...site], [SECRET]);
  assert.deepEqual([...foreign], []);
});
