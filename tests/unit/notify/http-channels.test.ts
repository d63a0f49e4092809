// The HTTP channels against local receivers that reject, hang, redirect or do not exist.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import type { components } from '@octokit/openapi-types';
import { DeliveryError } from '../../../monitoring/notify/channel.ts';
import { CHANNELS, CHANNEL_VARIABLES, openChannels } from '../../../monitoring/notify/channel-registry.ts';
import { updateIssue, type Issue } from '../../../monitoring/notify/channels/github-issue-channel.ts';
import { signedHeaders } from '../../../monitoring/notify/channels/webhook-channel.ts';
import { retryAfterOf } from '../../../monitoring/notify/http-transport.ts';
import { isSecretName, secretsOf } from '../../../common/secrets.ts';
import { channelOf, receiver, soon, type Received } from './receivers.ts';
import { AT, nastyNotice, sampleNotice } from './sample-notices.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const KEY = 'k'.repeat(32);
/** Every HTTP channel, configured for one server. */
const envOf = (url: string): NodeJS.ProcessEnv => ({
  ALERT_WEBHOOK_URL: `${url}/hook/canary?key=canary`,
  NOTIFY_SLACK_URL: `${url}/services/canary`,
  NOTIFY_DISCORD_URL: `${url}/api/webhooks/canary`,
  NOTIFY_TEAMS_URL: `${url}/workflows/canary`,
  NOTIFY_PAGERDUTY_URL: `${url}/v2/canary`,
  NOTIFY_PAGERDUTY_KEY: KEY,
  NOTIFY_GITHUB_REPOSITORY: 'owner/canary-name',
  NOTIFY_GITHUB_TOKEN: 'canary-token',
  GITHUB_API_URL: url,
  NOTIFY_ALERTMANAGER_URL: `${url.replace('//', '//user:canary@')}/canary`,
});
const HTTP = ['webhook', 'slack', 'discord', 'teams', 'pagerduty', 'github-issue', 'alertmanager'];

test('the library of Standard Webhooks accepts our webhook and rejects a replay and a changed body', async () => {
  const { url, received } = await receiver((_, response) => response.end('ok'));
  const channel = channelOf('webhook', {
    ALERT_WEBHOOK_URL: `${url}/hook`,
    ALERT_WEBHOOK_TOKEN: 'token-x',
    ALERT_WEBHOOK_SECRET: SECRET,
  });
  const notice = sampleNotice();
  await channel.send(notice, soon());
  const [{ headers, body }] = received as [Received];
  assert.deepEqual(
    [headers.authorization, headers['idempotency-key'], headers['webhook-id']],
    ['Bearer token-x', notice.key, notice.key],
  );
  const sent = JSON.parse(body) as { text: string; kind: string; version: number };
  assert.deepEqual([sent.kind, sent.version], ['opened', 1]);
  assert.match(sent.text, /^P0 opened: /);
  // The library compares with the clock of this machine.
  const signed = { ...signedHeaders(SECRET, notice.key, body, Date.now()) };
  const verifier = new Webhook(SECRET);
  assert.deepEqual(verifier.verify(body, signed), JSON.parse(body));
  assert.throws(() => verifier.verify(body.replace('P0', 'P3'), signed), /signature/i);
  assert.throws(() => verifier.verify(body, signedHeaders(SECRET, notice.key, body, Date.now() - 600_000)), /too old/i);
  assert.equal(headers['webhook-timestamp'], String(AT / 1_000));
  assert.deepEqual(signedHeaders(SECRET, notice.key, body, AT)['webhook-signature'], headers['webhook-signature']);
});

test('every HTTP channel: errors for a rejection, redirect, timeout or unreachable host contain no address and no secret', async () => {
  const errors: string[] = [];
  let deadline = new AbortController();
  const cases: [string, RegExp, Parameters<typeof receiver>[0]][] = [
    ['500', /answered 500$/, (_, response) => response.writeHead(500).end('canary')],
    ['401', /answered 401: check the token or key/, (_, response) => response.writeHead(401).end()],
    ['404', /answered 404: check the address/, (_, response) => response.writeHead(404).end()],
    [
      'redirect',
      /not delivered/,
      ({ path: at }, response) =>
        at === '/elsewhere' ? response.end('[]') : response.writeHead(302, { location: '/elsewhere' }).end(),
    ],
    // The deadline is triggered by the request, so that no clock is involved.
    ['hangs', /timed out/, () => deadline.abort()],
    ['broken off', /not delivered/, (_, response) => response.destroy()],
  ];
  for (const [, pattern, answer] of cases) {
    const { url } = await receiver(answer);
    for (const name of HTTP) {
      deadline = new AbortController();
      await assert.rejects(channelOf(name, envOf(url)).send(sampleNotice(), deadline.signal), (error: Error) => {
        errors.push(error.message);
        assert.match(error.message, pattern, name);
        return error instanceof DeliveryError;
      });
    }
  }
  for (const name of HTTP)
    await assert.rejects(channelOf(name, envOf('http://127.0.0.1:9')).send(sampleNotice(), soon()), DeliveryError);
  assert.doesNotMatch(errors.join('\n'), /canary|hook\/|services/);
});

test('Retry-After is honoured as seconds and as a date; invalid values are ignored, a year is capped', async () => {
  assert.equal(retryAfterOf('30', AT), 30_000);
  assert.equal(retryAfterOf(new Date(AT + 5_000).toUTCString(), AT), 5_000);
  assert.equal(retryAfterOf(new Date(AT - 5_000).toUTCString(), AT), 0);
  assert.deepEqual(
    [retryAfterOf('soon', AT), retryAfterOf('', AT), retryAfterOf(null, AT)],
    [undefined, undefined, undefined],
  );
  assert.equal(retryAfterOf('31536000', AT), 3_600_000);
  const { url } = await receiver((_, response) => response.writeHead(429, { 'retry-after': '7' }).end());
  await assert.rejects(
    channelOf('slack', envOf(url)).send(sampleNotice(), soon()),
    (error: DeliveryError) => error.retryAfterMs === 7_000 && !error.isRefusal,
  );
  const other = await receiver((_, response) => response.writeHead(400).end());
  await assert.rejects(
    channelOf('slack', envOf(other.url)).send(sampleNotice(), soon()),
    (error: DeliveryError) => error.isRefusal,
  );
});

/** A minimal GitHub issues API; `failAt`: the nth request fails after it was executed. */
function issuesOf(failAt = Infinity) {
  const issues: (Issue & { title: string; comments: string[]; state_reason?: string })[] = [];
  const labelsOf = (body: unknown): string[] => (body as { labels?: string[] }).labels ?? [];
  let requests = 0;
  const api = (method: string, path: string, body?: unknown): Promise<unknown> => {
    requests += 1;
    const number = Number(/^issues\/(\d+)/.exec(path)?.[1] ?? 0);
    const issue = issues.find((one) => one.number === number);
    let answer: unknown = {};
    if (method === 'GET')
      answer = path.includes('/comments') ? (issue?.comments ?? []).map((text) => ({ body: text })) : issues;
    else if (path === 'issues')
      issues.push({
        number: issues.length + 1,
        state: 'open',
        comments: [],
        ...(body as { title: string; body: string }),
        labels: labelsOf(body),
      });
    else if (path.endsWith('/comments')) issue?.comments.push((body as { body: string }).body);
    else Object.assign(issue ?? {}, body);
    if (requests === failAt) return Promise.reject(new Error('broken off after it was done'));
    return Promise.resolve(answer);
  };
  return { issues, api };
}
/** The channel reads only fields of GitHub's schema of an issue. */
const asRead = (answer: components['schemas']['issue']): Issue => answer;

test('GitHub: one issue for each incident: commented, relabelled, closed, reopened; a repeat adds nothing', async () => {
  assert.equal(typeof asRead, 'function');
  const { issues, api } = issuesOf();
  const notices = [
    sampleNotice('opened', { incident: { severity: 'P2', level: 'warning' } }),
    { ...sampleNotice('grew'), key: 'x/2' },
    { ...sampleNotice('acknowledged'), key: 'x/3' },
    { ...sampleNotice('resolved'), key: 'x/4' },
    { ...sampleNotice('reopened'), key: 'x/5' },
    { ...sampleNotice('resolved'), key: 'x/6' },
  ];
  const states: string[] = [];
  for (const notice of notices) {
    await updateIssue(api, notice);
    await updateIssue(api, { ...notice, isRepeat: true });
    states.push(`${issues[0]?.state} ${issues[0]?.comments.length} ${issues[0]?.labels.join()}`);
  }
  assert.deepEqual(states, [
    'open 0 synthetic-incident,severity: P2',
    'open 1 synthetic-incident,severity: P0',
    'open 2 synthetic-incident,severity: P0',
    'closed 3 synthetic-incident,severity: P0',
    'open 4 synthetic-incident,severity: P0',
    'closed 5 synthetic-incident,severity: P0',
  ]);
  assert.deepEqual([issues.length, issues[0]?.state_reason], [1, 'completed']);
  await updateIssue(api, { ...sampleNotice('opened', { incident: { id: 'other-1' } }) });
  assert.equal(issues.length, 2, 'another incident has its own');
  await updateIssue(api, { ...sampleNotice('resolved', { incident: { id: 'never-opened' } }) });
  assert.equal(issues.length, 2, 'a resolution alone opens nothing');
});

test('GitHub: after an interruption at any request, the next attempt gives the same result', async () => {
  const run = async (failAt: number): Promise<string> => {
    const { issues, api } = issuesOf(failAt);
    for (const notice of [
      sampleNotice('opened'),
      { ...sampleNotice('acknowledged'), key: 'x/2' },
      { ...sampleNotice('resolved'), key: 'x/3' },
    ])
      await updateIssue(api, notice).catch(() => updateIssue(api, { ...notice, isRepeat: false }));
    return JSON.stringify(issues);
  };
  const whole = await run(Infinity);
  for (let failAt = 1; failAt <= 11; failAt += 1) assert.equal(await run(failAt), whole, `request ${failAt}`);
});

test('console and step summary are escaped, one notice after the other', async () => {
  const lines: string[] = [];
  await channelOf('console', {}, (line) => lines.push(line)).send(nastyNotice(), soon());
  assert.doesNotMatch(lines.join(''), /[\u0000-\u001f]/);
  const folder = mkdtempSync(path.join(tmpdir(), 'notify-'));
  try {
    const file = path.join(folder, 'summary.md');
    const channel = channelOf('step-summary', { GITHUB_STEP_SUMMARY: file });
    await channel.send(sampleNotice(), soon());
    await channel.send(sampleNotice('resolved'), soon());
    assert.equal(readFileSync(file, 'utf8').match(/^### P0 /gm)?.length, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('all mistakes of all channels are listed at once, with what to do and without values', () => {
  const canary = 'canary-value';
  const env = {
    ...Object.fromEntries(Object.keys(CHANNEL_VARIABLES).map((name) => [name, canary])),
    NOTIFY_EMAIL_TO: 'canary',
    NOTIFY_EMAIL_FROM: '',
    NOTIFY_GITHUB_TOKEN: '',
  };
  const { mistakes, channels } = openChannels(env, { print: () => {}, now: () => AT });
  for (const name of [
    'ALERT_WEBHOOK_URL',
    'ALERT_WEBHOOK_SECRET',
    'NOTIFY_SLACK_URL',
    'NOTIFY_DISCORD_URL',
    'NOTIFY_TEAMS_URL',
    'NOTIFY_PAGERDUTY_KEY',
    'NOTIFY_PAGERDUTY_URL',
    'NOTIFY_EMAIL_SERVER',
    'NOTIFY_EMAIL_FROM',
    'NOTIFY_EMAIL_TO',
    'NOTIFY_GITHUB_REPOSITORY',
    'NOTIFY_GITHUB_TOKEN',
    'NOTIFY_ALERTMANAGER_URL',
  ])
    assert.ok(
      mistakes.some((text) => text.includes(name)),
      `${name}: ${mistakes.join('\n')}`,
    );
  assert.doesNotMatch(mistakes.join('\n'), /canary/);
  assert.deepEqual(channels.map(({ name }) => name).sort(), ['console', 'step-summary']);
  assert.deepEqual(openChannels({}, { print: () => {}, now: () => AT }).mistakes, []);
});

test('each channel has a unique name, declares its variables, and its secrets have known names', () => {
  assert.equal(new Set(CHANNELS.map(({ name }) => name)).size, CHANNELS.length);
  const open = new Set([
    'GITHUB_STEP_SUMMARY',
    'GITHUB_API_URL',
    'NOTIFY_EMAIL_FROM',
    'NOTIFY_EMAIL_TO',
    'NOTIFY_GITHUB_REPOSITORY',
  ]);
  for (const name of Object.keys(CHANNEL_VARIABLES)) assert.equal(isSecretName(name), !open.has(name), name);
  const secrets = secretsOf({
    NOTIFY_SLACK_URL: 'https://hooks.slack.com/services/T0/B0/canary',
    NOTIFY_EMAIL_SERVER: 'smtps://u:p%40ssw0rd@mail.example:465',
    PATH: '/bin',
  });
  for (const secret of ['/services/T0/B0/canary', 'p%40ssw0rd', 'p@ssw0rd'])
    assert.ok(secrets.includes(secret), secret);
  assert.ok(!secrets.includes('/bin'));
});
