import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { TOPICS } from '../../../monitoring/alerts/finding.ts';
import { consoleLines } from '../../../monitoring/notify/channels/console-channel.ts';
import { alertmanagerBody } from '../../../monitoring/notify/channels/alertmanager-channel.ts';
import { discordBody } from '../../../monitoring/notify/channels/discord-channel.ts';
import { mailOf } from '../../../monitoring/notify/channels/email-channel.ts';
import { newIssue } from '../../../monitoring/notify/channels/github-issue-channel.ts';
import { pagerDutyBody } from '../../../monitoring/notify/channels/pagerduty-channel.ts';
import { slackBody } from '../../../monitoring/notify/channels/slack-channel.ts';
import { teamsBody } from '../../../monitoring/notify/channels/teams-channel.ts';
import { CHANNELS, CHANNEL_VARIABLES } from '../../../monitoring/notify/channel-registry.ts';
import { webhookBody } from '../../../monitoring/notify/channels/webhook-channel.ts';
import { curlOf, evidenceOf } from '../../../monitoring/notify/notice-evidence.ts';
import { readLinkBases } from '../../../monitoring/notify/notice-links.ts';
import { evidenceLine } from '../../../monitoring/notify/notice-text.ts';
import type { Evidence, Notice } from '../../../monitoring/notify/notice.ts';
import { sectionOf } from '../../../monitoring/notify/runbook-sections.ts';
import { exampleChange, exampleEvidence } from '../../../monitoring/notify/example-notices.ts';
import { AT, KINDS, sampleNotice, TARGET } from './sample-notices.ts';

/** Every channel's body as one text. */
const bodies: Record<string, (notice: Notice) => string> = {
  console: (notice) => consoleLines(notice).join('\n'),
  webhook: (notice) => JSON.stringify(webhookBody(notice)),
  slack: (notice) => JSON.stringify(slackBody(notice)),
  discord: (notice) => JSON.stringify(discordBody(notice)),
  teams: (notice) => JSON.stringify(teamsBody(notice)),
  pagerduty: (notice) => JSON.stringify(pagerDutyBody(notice, 'k'.repeat(32))),
  email: (notice) => JSON.stringify(mailOf(notice, 'a@b.example', ['c@d.example'])),
  'github-issue': (notice) => JSON.stringify(newIssue(notice)),
  alertmanager: (notice) => JSON.stringify(alertmanagerBody(notice)),
};

test('every channel shows the problem, who is affected, the start, the response time, evidence, curl, runbook steps, on-call and links', () => {
  const notice = sampleNotice('opened');
  for (const [channel, bodyOf] of Object.entries(bodies)) {
    const text = bodyOf(notice)
      .replaceAll('\\', '')
      .replaceAll('&#58;', ':')
      .replaceAll('&#39;', "'")
      .replaceAll('\u200b', '');
    for (const wanted of [
      /GET \/api\/search fails/, // what
      /visitors who use this endpoint/, // affected
      /2026-01-02 11:58 UTC/, // started
      /Respond by.{0,60}2026-01-02 12:04 UTC, within 5 min/s,
      /server-error, status 500 (?:&#40;)?\(?application/,
      /Search failed/, // the body's first line
      /fra1::iad1::x7k2p/, // request id
      /curl -i '/,
      /Application Recovery/,
      /vercel alias set/,
      /primary on-call/,
      /actions\/runs\/42/,
      /incidents\/availability-1767355200000\.html/,
      /runbook#disaster-recovery/,
      /acknowledge\.yml/,
    ]) {
      // An alert in Alertmanager has two links: the runbook and the incident's page.
      if (channel === 'alertmanager' && /runs/.test(wanted.source)) continue;
      assert.match(text, wanted, channel);
    }
  }
});

test('the headline alone gives severity, problem and who is affected', () => {
  assert.equal(
    sampleNotice('opened').headline,
    'P0 opened: GET /api/search fails (affects visitors who use this endpoint)',
  );
  const headlines = KINDS.map((kind) => sampleNotice(kind).headline);
  assert.equal(new Set(headlines).size, KINDS.length);
  for (const headline of headlines) assert.match(headline, /^P0 .*GET/);
});

test('a resolution gives the duration, the recovery time objective, who acknowledged and who resolved it', () => {
  const lines = consoleLines(
    sampleNotice('resolved', { incident: { acknowledgedBy: 'ada', acknowledgedMs: AT, startedMs: AT - 20 * 60_000 } }),
  );
  assert.match(lines[0] ?? '', /^P0 resolved after 20 min: /);
  assert.ok(lines.includes('  Duration: 20 min; recovery time objective 15 min: missed'));
  assert.ok(
    lines.includes('  Acknowledged by: ada') && lines.includes('  Resolved by: the monitor (every rule is ok again)'),
  );
  assert.match(
    consoleLines(sampleNotice('resolved')).join('\n'),
    /Duration: 90 s; recovery time objective 15 min: met/,
  );
});

test('no channel shows a secret that was planted in the body, message, request id, finding or names', () => {
  const secret = 'hunter2-planted-canary';
  const session = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ';
  const planted = `password ${secret} and ${encodeURIComponent(secret)} token ${session} https://hooks.slack.com/services/T0/B0/canary`;
  const evidence = [
    {
      what: `GET /${secret}`,
      at: new Date(AT).toISOString(),
      status: 500,
      code: 'server-error',
      message: planted,
      bodyLine: planted,
      requestId: planted,
    },
  ];
  for (const kind of KINDS) {
    const notice = sampleNotice(kind, {
      secrets: [secret],
      evidence,
      incident: { lines: [planted], acknowledgedBy: secret, resolvedBy: secret },
    });
    for (const [channel, bodyOf] of Object.entries(bodies))
      assert.doesNotMatch(bodyOf(notice), /hunter2|canary(?!-\d)|c2lnbmF0/, `${channel} ${kind}`);
  }
  assert.match(JSON.stringify(sampleNotice('opened', { evidence })), /hunter2/, 'the plant would be seen');
});

test('each topic has a section of the runbook and steps for this site, without placeholders', () => {
  for (const topic of [...TOPICS, 'a-later-topic']) {
    const { section, steps, anchor } = sectionOf(topic, TARGET, { startedMs: AT });
    assert.ok(steps.length > 0 && section !== '' && /^[a-z-]+$/.test(anchor), topic);
    assert.doesNotMatch(steps.join(), /SITE|\[[A-Z_]+\]/);
  }
});

test('the rollback step names the last good deployment, or how to find it', () => {
  const commit = 'abcdef0123456789abcdef0123456789abcdef01';
  const stepsOf = (address?: string): readonly string[] =>
    sectionOf('application', TARGET, {
      startedMs: AT,
      lastGood: address === undefined ? undefined : { commit, address, at: '2026-01-01T09:30:00.000Z' },
    }).steps.slice(2, -1);
  const which = 'Roll back to commit abcdef0, which passed the gate at 2026-01-01 09:30 UTC';
  assert.deepEqual(stepsOf('https://mysetlist-abc.vercel.app'), [
    which,
    // No comment behind it: zsh would take its words for arguments.
    'vercel alias set mysetlist-abc.vercel.app mysetlist-sonnet.vercel.app',
  ]);
  const byHand = 'run "vercel alias set", then its address from the list, then mysetlist-sonnet.vercel.app';
  assert.deepEqual(
    stepsOf(TARGET),
    [`vercel ls --scope swbams-projects -m githubCommitSha=${commit} | grep mysetlist-sonnet`, `${which}: ${byHand}`],
    'the alias cannot point to itself',
  );
  assert.deepEqual(stepsOf(), [`Roll back to the newest deployment from before 2026-01-02 12:00 UTC: ${byHand}`]);
});

test('a reminder after the response time is marked as overdue', () => {
  const factOf = (incident: { openedMs: number }): string | undefined =>
    consoleLines(sampleNotice('reminded', { incident })).find((line) => line.includes('Respond by'));
  assert.equal(factOf({ openedMs: AT - 60_000 }), '  Respond by: 2026-01-02 12:04 UTC, within 5 min');
  assert.equal(factOf({ openedMs: AT - 360_000 }), '  Respond by: 2026-01-02 11:59 UTC, overdue');
});

test("evidence shows the status once, from the probe's message or from the answer", () => {
  const base = { ...(exampleEvidence(AT)[0] as Evidence), bodyLine: null, requestId: null };
  const at = 'GET /api/search at 11:59:56 UTC';
  assert.equal(evidenceLine(base), `${at}: server-error, status 500 (application/json), expected 200`);
  assert.equal(evidenceLine({ ...base, message: 'no list' }), `${at}: server-error, status 500; no list`);
  assert.equal(evidenceLine({ ...base, status: null, code: 'timeout', message: null }), `${at}: timeout, no answer`);
});

test('a notice for information has no recovery time objective', () => {
  const text = consoleLines(
    sampleNotice('resolved', { incident: { topic: 'deployment', level: 'info', severity: 'P3' } }),
  ).join('\n');
  assert.match(text, /Event: Another deployment is live/);
  assert.match(text, /Duration: 90 s$/m);
});

test('the acknowledge command fits the place: a workflow on GitHub, a command with --history elsewhere', () => {
  const of = (env: NodeJS.ProcessEnv, history: string) => readLinkBases(env, history).bases;
  const github = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_RUN_ID: '7',
    GITHUB_SERVER_URL: 'https://github.example',
  };
  const onRunner = sampleNotice('opened', { bases: of(github, '/tmp/history.db') }).acknowledge;
  assert.deepEqual(onRunner, {
    url: 'https://github.example/o/r/actions/workflows/acknowledge.yml',
    command: "gh workflow run acknowledge.yml --repo 'o/r' -f incident=availability-1767355200000",
  });
  const server = sampleNotice('opened', { bases: of(github, 'libsql://user:pw@db.example/?authToken=t') }).acknowledge;
  assert.equal(
    server?.command,
    `npm run incidents -- --target '${TARGET}' --history 'libsql://db.example/' --acknowledge availability-1767355200000 --by "$(whoami)"`,
  );
  const local = sampleNotice('opened', { bases: of({}, '/var/h.db') });
  assert.equal(
    local.acknowledge?.command,
    `npm run incidents -- --target '${TARGET}' --history '/var/h.db' --acknowledge availability-1767355200000 --by "$(whoami)"`,
  );
  assert.deepEqual([local.acknowledge?.url, local.links], [undefined, []]);
  assert.deepEqual(
    readLinkBases({ STATUS_PAGE_URL: 'x', RUNBOOK_URL: 'ftp://y', ACKNOWLEDGE_URL: '/z' }, '').mistakes.map(
      (text) => text.split(' ')[0],
    ),
    ['STATUS_PAGE_URL', 'RUNBOOK_URL', 'ACKNOWLEDGE_URL'],
  );
});

test('evidence is the newest failing answer of each endpoint with its body; for a journey it is the check', async () => {
  const base = { class: 'server-error', status: 500, ttfbMs: 1, code: 'server-error' } as const;
  const source = {
    samples: (fromMs: number, toMs: number) =>
      Promise.resolve(
        [
          { ...base, at: AT - 9_000, endpoint: 'GET /a', message: 'GET /a: old' },
          { ...base, at: AT - 5_000, endpoint: 'GET /a', message: 'GET /a: new' },
          { ...base, at: AT - 4_000, endpoint: 'GET /b', message: null, class: 'valid' as const },
          { ...base, at: AT - 3_000, endpoint: 'GET /c', message: null, class: 'own-network' as const },
        ].filter(({ at }) => at > fromMs && at <= toMs),
      ),
    checks: () =>
      Promise.resolve([
        { at: AT - 1_000, id: 'sign-in', outcome: 'fail' as const, message: 'no session after 5 s\nmore' },
      ]),
    lastAnswers: () => Promise.resolve([{ at: AT, endpoint: 'GET /a', bodyLine: 'oops', requestId: 'r1' }]),
  };
  const { incident } = exampleChange(AT);
  const seen = await evidenceOf(source, incident, AT);
  assert.deepEqual(
    seen.map(({ what, message, bodyLine, requestId }) => [what, message, bodyLine, requestId]),
    [['GET /a', 'new', 'oops', 'r1']],
  );
  assert.equal(curlOf(TARGET, 'availability', seen, false), `curl -i '${TARGET}/a'`);
  const journey = await evidenceOf(source, { ...incident, topic: 'authentication' }, AT);
  assert.deepEqual(
    journey.map(({ what, message }) => [what, message]),
    [['sign-in in a browser', 'no session after 5 s']],
  );
  assert.match(
    curlOf(TARGET, 'authentication', journey, true) ?? '',
    /^curl -i -H "x-vercel-protection-bypass: .*sign-in'$/,
  );
  assert.equal(
    curlOf(TARGET, 'response-time', [{ what: 'GET /trending' }], false),
    `curl -i -w '\\nfirst byte after %{time_starttransfer} s\\n' '${TARGET}/trending'`,
    'slowness is shown by its time',
  );
  const search = curlOf(TARGET, 'availability', [{ ...(seen[0] as (typeof seen)[0]), what: 'GET /api/search' }], false);
  assert.match(search ?? '', /\/api\/search\?/, "the probe's own address, with its query");
});

test('the docs name only existing channels and variables, each channel in both tables', () => {
  const docs = readFileSync(path.resolve(import.meta.dirname, '../../../docs/notices.md'), 'utf8');
  const named = [...docs.matchAll(/^\| (`[^|]*`) +\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name),
  );
  const known = CHANNELS.map(({ name }) => name);
  assert.deepEqual(
    named.filter((name) => !known.includes(name)),
    [],
  );
  for (const name of new Set(named)) assert.equal(named.filter((one) => one === name).length, 2, name);
  assert.ok(new Set(named).size >= 10);
  for (const [variable] of docs.matchAll(/\b(?:NOTIFY|ALERT)_[A-Z_]*[A-Z]\b/g))
    assert.ok(Object.hasOwn(CHANNEL_VARIABLES, variable), variable);
});
