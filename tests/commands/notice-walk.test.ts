// From the notice of each channel to the evidence, as a person goes: the incident page that is linked, the command that reproduces the failure and
// the acknowledgement are taken out of what the receiver gets, and followed.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { openHistory } from '../../monitoring/history/store.ts';
import { openIncidentStore } from '../../monitoring/incidents/incident-store.ts';
import { alertmanagerBody } from '../../monitoring/notify/channels/alertmanager-channel.ts';
import { consoleLines } from '../../monitoring/notify/channels/console-channel.ts';
import { discordBody } from '../../monitoring/notify/channels/discord-channel.ts';
import { mailOf } from '../../monitoring/notify/channels/email-channel.ts';
import { newIssue } from '../../monitoring/notify/channels/github-issue-channel.ts';
import { pagerDutyBody } from '../../monitoring/notify/channels/pagerduty-channel.ts';
import { slackBody } from '../../monitoring/notify/channels/slack-channel.ts';
import { summaryMarkdown } from '../../monitoring/notify/channels/step-summary-channel.ts';
import { teamsBody } from '../../monitoring/notify/channels/teams-channel.ts';
import { webhookBody } from '../../monitoring/notify/channels/webhook-channel.ts';
import { CHANNELS } from '../../monitoring/notify/channel-registry.ts';
import { exampleChange } from '../../monitoring/notify/example-notices.ts';
import { evidenceOf } from '../../monitoring/notify/notice-evidence.ts';
import { linksOf, readLinkBases } from '../../monitoring/notify/notice-links.ts';
import type { Notice } from '../../monitoring/notify/notice.ts';
import { writeNotice } from '../../monitoring/notify/write-notice.ts';
import { writeSite } from '../../monitoring/page/build-site.ts';
import { readPageData } from '../../monitoring/page/page-data.ts';
import { simulateHistory } from '../../monitoring/simulation/simulated-history.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { anchorsOf } from '../markdown-anchors.ts';
import { ROOT, Workplace } from './process.ts';

const run = promisify(execFile);
const PAGE = 'https://status.example/checks/';
const RUNBOOK = 'https://docs.example/runbook';
/** What the receiver gets. A mail is walked twice: as text and as HTML. */
const BODIES: Record<string, (notice: Notice) => unknown> = {
  console: consoleLines,
  'step-summary': summaryMarkdown,
  webhook: (notice) => webhookBody(notice)['text'],
  slack: slackBody,
  teams: teamsBody,
  discord: discordBody,
  pagerduty: (notice) => pagerDutyBody(notice, 'k'.repeat(32)),
  email: (notice) => mailOf(notice, 'checks@site.example', ['team@site.example']).text,
  'email as HTML': (notice) => mailOf(notice, 'checks@site.example', ['team@site.example']).html,
  'github-issue': (notice) => newIssue(notice).body,
  alertmanager: alertmanagerBody,
};
const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

/** Every text of a body, as its receiver shows it. */
function shown(body: unknown): string {
  if (typeof body === 'string') return body.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (one) => ENTITIES[one] ?? one);
  return typeof body === 'object' && body !== null ? Object.values(body).map(shown).join('\n') : '';
}
const addressesIn = (text: string): string[] => [
  ...new Set(text.match(/https:\/\/(?:status|docs|github)\.example\/[^\s"'<>)\]]*/g) ?? []),
];
/** A command to the end of its line, or of the code that it stands in. */
const commandsIn = (text: string, start: string): string[] => [
  ...new Set([...text.matchAll(new RegExp(`${start}[^\n\`<]*`, 'g'))].map(([found]) => found.trim())),
];

const place = new Workplace();
const site = await startStandIn({ faults: ['all-500'] });
after(async () => {
  place.remove();
  await site.close();
});
const file = path.join(place.results, "the team's history.db");
const folder = path.join(place.results, 'page');
const now = Date.now();
const history = await openHistory({ location: file, target: site.url });
const outage = { class: 'server-error', topic: 'availability', fromMs: now - 600_000, toMs: now + 60_000, share: 1 } as const; // prettier-ignore
await simulateHistory(history, { seed: 5, nowMs: now, days: 1, outages: [outage] });
const [incident] = await openIncidentStore(history.db, site.url).list('unresolved');
assert.ok(incident);
writeSite(folder, await readPageData(history, new Date(now), []), { base: PAGE });
const evidence = await evidenceOf(history, incident, now);
await history.close();
const noticeWith = (env: NodeJS.ProcessEnv): Notice => {
  const { bases } = readLinkBases({ STATUS_PAGE_URL: PAGE, RUNBOOK_URL: RUNBOOK, ...env }, file);
  return writeNotice({ target: site.url, bases, secrets: [] }, { ...exampleChange(now), incident }, evidence);
};
const own = noticeWith({});
const onGitHub = noticeWith({ GITHUB_ACTIONS: 'true', GITHUB_SERVER_URL: 'https://github.example', GITHUB_REPOSITORY: 'owner/checks', GITHUB_RUN_ID: '42' }); // prettier-ignore
const sections = anchorsOf(readFileSync(path.join(ROOT, 'docs/runbook.md'), 'utf8'));

test('every channel is walked', () => {
  assert.deepEqual(
    CHANNELS.map(({ name }) => name).filter((name) => !Object.hasOwn(BODIES, name)),
    [],
  );
});

const curls = new Set<string>();
const acknowledgements = new Set<string>();
for (const [channel, bodyOf] of Object.entries(BODIES))
  test(`${channel}: one click to the incident page; commands that show the failure and acknowledge it`, () => {
    const text = shown(bodyOf(own));
    const addresses = addressesIn(text);
    const pages = addresses.filter((one) => one.startsWith(PAGE)).map((one) => one.slice(PAGE.length) || 'index.html');
    const incidentPage = pages.find((one) => one.startsWith('incidents/'));
    assert.ok(incidentPage, `no link to the incident's page in ${text}`);
    for (const one of pages) assert.ok(existsSync(path.join(folder, decodeURIComponent(one))), one);
    const page = readFileSync(path.join(folder, incidentPage), 'utf8');
    assert.ok(page.includes(incident.id) && page.includes('GET /'), 'the page shows the evidence');
    for (const one of addresses.filter((url) => url.startsWith(RUNBOOK)))
      assert.ok(sections.has(new URL(one).hash.slice(1)), `the runbook has no section ${one}`);
    const [curl, ...otherCurls] = commandsIn(text, 'curl -i');
    assert.ok(curl !== undefined && otherCurls.length === 0, text);
    curls.add(curl);
    const [acknowledge, ...others] = commandsIn(text, 'npm run incidents');
    assert.ok(acknowledge !== undefined && others.length === 0, text);
    acknowledgements.add(acknowledge);

    const there = addressesIn(shown(bodyOf(onGitHub)));
    assert.ok(there.includes('https://github.example/owner/checks/actions/workflows/acknowledge.yml'), there.join());
    assert.ok(there.some((one) => one.startsWith(`${PAGE}incidents/`)));
  });

test('the workflow that acknowledges exists, and takes the incident', () => {
  const workflow = readFileSync(path.join(ROOT, '.github/workflows/acknowledge.yml'), 'utf8');
  assert.match(workflow, /^ +incident:/m);
  assert.match(onGitHub.acknowledge?.command ?? '', /^gh workflow run acknowledge\.yml .*-f incident=/);
  assert.equal(linksOf({}, incident.id, 'x').length, 0, 'without an address there is no link');
});

test('the command that reproduces the failure shows it, the same from every channel', async () => {
  assert.equal(curls.size, 1, [...curls].join('\n'));
  const { stdout } = await run('sh', ['-c', `${[...curls][0]} --silent --max-time 10`]);
  assert.match(stdout, /^HTTP\/1\.1 500 /);
});

test('the command that acknowledges does so, with a history whose name needs quotes', async () => {
  assert.equal(acknowledgements.size, 1, [...acknowledgements].join('\n'));
  const command = [...acknowledgements][0]?.replace('npm run', 'npm run --silent') ?? '';
  await run('sh', ['-c', command], { cwd: ROOT, timeout: 60_000 }).catch((error: { code?: number; stdout?: string }) =>
    // 1 says that an incident is open.
    assert.equal(error.code, 1, JSON.stringify(error)),
  );
  const opened = await openHistory({ location: file, target: site.url });
  const after = await openIncidentStore(opened.db, site.url).find(incident.id);
  await opened.close();
  assert.deepEqual([after?.state, after?.acknowledgedBy], ['acknowledged', userInfo().username]);
});
