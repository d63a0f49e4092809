// A gate through a wall: every client of the suite brings the header that opens it, and no other host ever sees that header.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { unzipSync } from 'fflate';
import { startStandIn } from '../../stand-in/server.ts';
import { Workplace } from '../commands/process.ts';

const SECRET = 'bypass-canary-51b7';
const PASS = 'x-vercel-protection-bypass';
const place = new Workplace();
after(() => place.remove());

const listen = async (listener: RequestListener): Promise<string> => {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** The stand-in behind a wall. Its pages show a picture of another host, and one that the site's own address leads to there. */
async function walledSite() {
  const inside = await startStandIn();
  after(() => inside.close());
  const seen = { refused: new Set<string>(), let: 0, foreign: [] as string[] };
  const foreign = await listen((request, response) => {
    seen.foreign.push(`${request.url} ${String(request.headers[PASS])}`);
    response.writeHead(200, { 'content-type': 'image/svg+xml' });
    response.end('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
  });
  const pictures = `<img alt="" width="1" height="1" src="/to-foreign"><img alt="" width="1" height="1" src="${foreign}/direct">`;
  const outside = await listen((request, response) => {
    if (request.headers[PASS] !== SECRET) {
      // Chrome lets nobody add a header to the handshake of a web socket, nor to the DevTools command by which Lighthouse reads robots.txt.
      // Refused, that row of Lighthouse's does not apply, and counts for nothing.
      if (request.headers.upgrade === undefined && request.url !== '/robots.txt')
        seen.refused.add(`${request.method} ${request.url}`);
      response.writeHead(401, {
        server: 'Vercel',
        'content-type': 'text/html',
        'set-cookie': '_vercel_sso_nonce=a; Path=/',
      });
      return void response.end('<title>Authentication Required</title>');
    }
    seen.let += 1;
    if (request.url === '/to-foreign') return void response.writeHead(302, { location: `${foreign}/redirected` }).end();
    const url = new URL(request.url ?? '/', inside.url);
    const origin = request.headers.origin === undefined ? {} : { origin: inside.url };
    const headers = { ...request.headers, ...origin, host: url.host, 'accept-encoding': 'identity' };
    const passed = http.request(url, { method: request.method ?? 'GET', headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const isPage = /^text\/html/.test(answer.headers['content-type'] ?? '');
        const text = Buffer.concat(parts);
        const body = isPage ? Buffer.from(text.toString().replace('</main>', `${pictures}</main>`)) : text;
        const { location, ...rest } = answer.headers;
        delete rest['transfer-encoding'];
        // The site's own policy would keep the foreign pictures out.
        delete rest['content-security-policy'];
        const leads = location?.replace(inside.url, '');
        response.writeHead(answer.statusCode ?? 502, {
          ...rest,
          ...(leads === undefined ? {} : { location: leads }),
          'content-length': body.length,
        });
        response.end(body);
      });
    });
    request.pipe(passed);
  });
  return { target: outside, account: inside.account, seen };
}

/** Files that hold `secret`, also in zips. */
function holding(dir: string, secret: string): string[] {
  const hits: string[] = [];
  const look = (name: string, bytes: Buffer): void => {
    if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
      for (const [entry, data] of Object.entries(unzipSync(bytes))) look(`${name}!${entry}`, Buffer.from(data));
    if (bytes.includes(secret) || bytes.includes(Buffer.from(secret).toString('base64'))) hits.push(name);
  };
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
    if (statSync(path.join(dir, name)).isFile()) look(name, readFileSync(path.join(dir, name)));
  return hits;
}

const STAGES = ['front-door', 'contracts', 'security'];
const JOURNEYS = ['journey.home.content', 'journey.login.cookie', 'journey.voting.signed-in', 'journey.content.links'];
const LOADS = ['load.latency', 'load.voting'];

test('every client brings the header to the site, and to no other host', { timeout: 280_000 }, async () => {
  const { target, account, seen } = await walledSite();
  const env = {
    SYNTHETIC_EMAIL: account.email,
    SYNTHETIC_PASSWORD: account.password,
    VERCEL_AUTOMATION_BYPASS_SECRET: SECRET,
  };
  const runs: [string, readonly string[], string?][] = [
    ['HTTP', STAGES],
    ['browser', JOURNEYS],
    // One run of one page: Lighthouse takes minutes for more.
    ['audits', ['audit.home'], 'quick'],
    ['load', LOADS],
  ];
  for (const [what, only, profile = 'nightly'] of runs) {
    const before = { let: seen.let, foreign: seen.foreign.length };
    const args = ['--target', target, '--profile', profile, '--only', only.join(',')];
    const end = await place.run('gate', args, env);
    assert.deepEqual([...seen.refused], [], `${what}: ${end.stdout}`);
    assert.ok(seen.let > before.let, `${what} asked the site`);
    if (/browser|audits/.test(what))
      assert.ok(seen.foreign.length > before.foreign + 1, `${what} showed the foreign pictures`);
    assert.ok(!`${end.stdout}${end.stderr}`.includes(SECRET), what);
    assert.deepEqual(holding(place.latest, SECRET), [], what);
  }
  assert.deepEqual(new Set(seen.foreign), new Set(['/redirected undefined', '/direct undefined']));
  const monitored = await place.run(
    'monitor',
    ['--target', target, '--for', '3s', '--history', path.join(place.results, 'h.db')],
    env,
  );
  assert.deepEqual([...seen.refused], [], monitored.stdout);
});

test('without the header the same access control rejects every request, and the site is not judged', async () => {
  const { target, seen } = await walledSite();
  const end = await place.run('gate', ['--target', target, '--profile', 'quick', '--no-account']);
  assert.equal(end.code, 2, end.stdout);
  assert.ok(seen.refused.size > 0);
});
