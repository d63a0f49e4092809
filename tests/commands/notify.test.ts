// Notices as processes: the command that tests a channel, and what the monitor sends.
import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { openHistory } from '../../monitoring/history/store.ts';
import { failing } from '../unit/monitoring/history-harness.ts';
import { Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());
const SITE = 'https://your-site.example';

type Got = { path: string; body: string };
async function receiver(
  answer: (path: string, response: ServerResponse) => void,
): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'POST') got.push({ path: request.url ?? '', body });
      answer(request.url ?? '', response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got };
}
const KEY = 'k'.repeat(32);
const notify = (args: string[], env: Record<string, string> = {}) =>
  place.run('notify', ['--target', SITE, ...args], env);

test('notify lists every channel, its variables and the severities that it gets', async () => {
  const { code, stdout } = await notify([], { NOTIFY_SLACK_URL: 'https://hooks.slack.com/services/T0/B0/canary' });
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^slack +configured {6}gets P0 P1 P2\. /m);
  assert.match(stdout, /^pagerduty +not configured {2}gets P0 P1\. /m);
  assert.match(stdout, /^ +to configure it: NOTIFY_PAGERDUTY_KEY, NOTIFY_PAGERDUTY_URL \(docs\/environment\.md\)$/m);
  assert.doesNotMatch(stdout, /canary/);
});

test('a test notice is marked, resolves what it opened, and the result of each channel is printed', async () => {
  const { url, got } = await receiver((at, response) =>
    response.writeHead(at.startsWith('/services') ? 200 : at.startsWith('/v2') ? 202 : 500).end('{}'),
  );
  const env = {
    NOTIFY_SLACK_URL: `${url}/services/canary-slack`,
    NOTIFY_PAGERDUTY_KEY: KEY,
    NOTIFY_PAGERDUTY_URL: `${url}/v2/enqueue`,
    NOTIFY_TEAMS_URL: `${url}/workflows/canary-teams`,
  };
  const all = await notify(['--test'], env);
  assert.equal(all.code, 3, all.stdout);
  assert.match(all.stdout, /^\[TEST: nothing is broken\] P0 opened: /m);
  assert.match(all.stdout, /^slack +delivered$/m);
  assert.match(all.stdout, /^pagerduty +delivered: opened and resolved$/m);
  assert.match(all.stdout, /^teams +FAILED: Teams answered 500$/m);
  assert.match(all.stdout, /^not configured: .*email/m);
  assert.doesNotMatch(all.stdout + all.stderr, /canary|kkkk/);
  const slack = got.filter(({ path: at }) => at.startsWith('/services'));
  assert.deepEqual([slack.length, /TEST: nothing is broken/.test(slack[0]?.body ?? '')], [1, true]);
  const events = got
    .filter(({ path: at }) => at.startsWith('/v2'))
    .map(({ body }) => JSON.parse(body) as { event_action: string; dedup_key: string });
  assert.deepEqual(
    events.map(({ event_action }) => event_action),
    ['trigger', 'resolve'],
  );
  assert.equal(events[0]?.dedup_key, events[1]?.dedup_key);
  const one = await notify(['--test', 'slack'], env);
  assert.deepEqual([one.code, one.stdout], [0, 'slack          delivered\n']);
});

test('wrong usage: unknown channel, channel not configured, name without --test, mistakes in variables', async () => {
  for (const [args, pattern] of [
    [['--test', 'slakc'], /no channel "slakc".*did you mean.*slack/i],
    [['--test', 'email'], /email is not configured: set NOTIFY_EMAIL_SERVER, NOTIFY_EMAIL_FROM, NOTIFY_EMAIL_TO/],
    [['slack'], /slack needs --test before it/],
  ] as const) {
    const end = await notify([...args]);
    assert.equal(end.code, 4, end.stderr);
    assert.match(end.stderr, pattern);
  }
  const end = await notify(['--test'], {
    NOTIFY_SLACK_URL: 'canary',
    NOTIFY_EMAIL_TO: 'canary',
    STATUS_PAGE_URL: 'canary',
  });
  assert.equal(end.code, 4);
  for (const name of ['NOTIFY_SLACK_URL is not', 'NOTIFY_EMAIL_TO', 'STATUS_PAGE_URL is not'])
    assert.ok(end.stderr.includes(name), end.stderr);
  assert.doesNotMatch(end.stderr, /canary/);
});

test('the monitor notifies each channel with evidence; a hanging channel delays neither the others nor the judging', async () => {
  const site = await receiver((_, response) =>
    response
      .writeHead(500, { 'content-type': 'application/json', 'x-vercel-id': 'fra1::abc-1' })
      .end('{"error":"planted-line"}\n'),
  );
  const { url, got } = await receiver((at, response) => void (at.startsWith('/hang') || response.end('{}')));
  const file = path.join(place.results, 'notices.db');
  const history = await openHistory({ location: file, target: site.url, patienceMs: 10_000 });
  await history.addSamples(
    'before',
    Array.from({ length: 60 }, (_, i) => Date.now() - 285_000 + i * 4_700).flatMap((at) =>
      ['GET /', 'GET /artists'].map((endpoint) => failing(at, 'server-error', { endpoint })),
    ),
  );
  await history.close();
  const env = {
    ALERT_WEBHOOK_URL: `${url}/hooks/of-our-own`,
    NOTIFY_PAGERDUTY_KEY: KEY,
    NOTIFY_PAGERDUTY_URL: `${url}/v2/enqueue`,
    NOTIFY_DISCORD_URL: `${url}/hang/for-ever`,
    STATUS_PAGE_URL: 'https://status.example',
    RUNBOOK_URL: 'https://docs.example/runbook',
  };
  const end = await place.run('monitor', ['--target', site.url, '--for', '3s', '--history', file], env);
  assert.equal(end.code, 1, end.stdout + end.stderr);
  assert.match(end.stdout, /delivery to discord failed: .*(no answer|deadline)/);
  const hook = got
    .filter(({ path: at }) => at === '/hooks/of-our-own')
    .map(
      ({ body }) =>
        JSON.parse(body) as {
          kind: string;
          curl: string;
          evidence: { bodyLine: string; requestId: string; status: number }[];
          links: { url: string }[];
          acknowledge: { command: string };
          incident: { id: string };
        },
    );
  assert.deepEqual(
    hook.map(({ kind }) => kind),
    ['opened'],
  );
  const [{ evidence, curl, links, acknowledge, incident } = {} as (typeof hook)[0]] = hook;
  assert.ok(
    evidence.some(
      ({ bodyLine, requestId, status }) =>
        bodyLine === '{"error":"planted-line"}' && requestId === 'fra1::abc-1' && status === 500,
    ),
    JSON.stringify(evidence),
  );
  assert.match(curl, new RegExp(`^curl -i '${site.url}/`));
  assert.deepEqual(links.map((link) => link.url).slice(0, 1), [`https://status.example/incidents/${incident.id}.html`]);
  assert.equal(
    acknowledge.command,
    `npm run incidents -- --target '${site.url}' --history '${file}' --acknowledge ${incident.id} --by "$(whoami)"`,
  );
  assert.equal(got.filter(({ path: at }) => at === '/v2/enqueue').length, 1);
  // The printed command works when it is copied.
  const taken = await place.run('incidents', [
    '--target',
    site.url,
    '--history',
    file,
    '--acknowledge',
    incident.id,
    '--by',
    'ada',
  ]);
  assert.equal(taken.code, 0, taken.stderr);
  const again = await place.run('monitor', ['--target', site.url, '--for', '1s', '--history', file], {
    ...env,
    NOTIFY_DISCORD_URL: '',
  });
  assert.match(again.stdout, /P0 acknowledged by ada: /);
  assert.deepEqual(
    got
      .filter(({ path: at }) => at === '/v2/enqueue')
      .map(({ body }) => (JSON.parse(body) as { event_action: string }).event_action),
    ['trigger', 'acknowledge'],
  );
});
