// The body of each channel against the receiver's own types, schemas and limits.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { KnownBlock } from '@slack/types';
import type { RESTPostAPIWebhookWithTokenJSONBody } from 'discord-api-types/v10';
import type { operations } from '@octokit/openapi-types';
import { alertmanagerBody } from '../../../monitoring/notify/channels/alertmanager-channel.ts';
import { discordBody, DISCORD_LIMITS } from '../../../monitoring/notify/channels/discord-channel.ts';
import { mailOf } from '../../../monitoring/notify/channels/email-channel.ts';
import { ISSUE_LIMITS, newIssue } from '../../../monitoring/notify/channels/github-issue-channel.ts';
import { PAGERDUTY_LIMITS, pagerDutyBody } from '../../../monitoring/notify/channels/pagerduty-channel.ts';
import { SLACK_LIMITS, slackBody } from '../../../monitoring/notify/channels/slack-channel.ts';
import { summaryMarkdown } from '../../../monitoring/notify/channels/step-summary-channel.ts';
import { TEAMS_LIMITS, teamsBody } from '../../../monitoring/notify/channels/teams-channel.ts';
import { KINDS, nastyNotice, sampleNotice } from './sample-notices.ts';

const ALL = [
  ...KINDS.map((kind) => sampleNotice(kind)),
  sampleNotice('opened', { bases: {} }),
  nastyNotice(),
  nastyNotice(300),
  nastyNotice(20_000),
];

test('Slack: valid blocks within the limits; texts of the site are never markup or a mention', () => {
  for (const notice of ALL) {
    const { text, blocks } = slackBody(notice);
    // Compiled against Slack's own types.
    const typed: KnownBlock[] = blocks;
    assert.ok(typed.length <= SLACK_LIMITS.blocks && text.length <= SLACK_LIMITS.text);
    for (const block of blocks) {
      if (block.type === 'header')
        assert.ok(block.text.text.length <= SLACK_LIMITS.header && block.text.text.length > 0);
      if (block.type === 'section') {
        assert.ok(
          block.text === undefined || (block.text.text.length > 0 && block.text.text.length <= SLACK_LIMITS.text),
        );
        assert.ok((block.fields?.length ?? 0) <= SLACK_LIMITS.fields);
        for (const field of block.fields ?? []) assert.ok(field.text.length <= SLACK_LIMITS.field);
      }
      if (block.type === 'actions')
        for (const { text: label, url } of block.elements)
          assert.ok(label.text.length <= SLACK_LIMITS.button && URL.canParse(url));
    }
    const mrkdwn = blocks.flatMap((block) =>
      block.type === 'section'
        ? [block.text?.text ?? '', ...(block.fields ?? []).map((field) => field.text)]
        : block.type === 'context'
          ? block.elements.map((e) => e.text)
          : [],
    );
    assert.doesNotMatch([text, ...mrkdwn].join('\n'), /<[!@#h]/, 'no mention, no link');
    for (const one of mrkdwn) assert.equal((one.match(/```/g)?.length ?? 0) % 2, 0, 'every fence is closed');
  }
});

test('Discord: a valid body within the limits, without mentions', () => {
  for (const notice of ALL) {
    const body = discordBody(notice);
    const typed: RESTPostAPIWebhookWithTokenJSONBody = body;
    assert.ok(typed.content !== undefined && typed.content.length <= DISCORD_LIMITS.content);
    assert.deepEqual(body.allowed_mentions, { parse: [] });
    const [embed] = body.embeds;
    assert.ok(embed.title.length <= DISCORD_LIMITS.title && embed.fields.length <= DISCORD_LIMITS.fields);
    assert.ok((embed.description?.length ?? 0) <= DISCORD_LIMITS.description);
    for (const { name, value } of embed.fields) {
      assert.ok(
        name.length > 0 &&
          name.length <= DISCORD_LIMITS.name &&
          value.length > 0 &&
          value.length <= DISCORD_LIMITS.value,
        name,
      );
    }
    const sum =
      embed.title.length +
      (embed.description?.length ?? 0) +
      embed.footer.text.length +
      embed.fields.reduce((n, f) => n + f.name.length + f.value.length, 0);
    assert.ok(sum <= DISCORD_LIMITS.embed, String(sum));
    assert.ok(embed.fields.some(({ name }) => /^Problem$/.test(name)));
  }
});

type Cards = {
  AdaptiveCard: new () => {
    parse(card: unknown, context: Context): void;
    validateProperties(): { validationEvents: { message: string }[] };
  };
  SerializationContext: new (version: unknown) => Context;
  Versions: { v1_4: unknown };
};
type Context = { eventCount: number; getEventAt(at: number): { message: string } };
const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as Cards;
const cardProblems = (content: unknown): string[] => {
  const context = new SerializationContext(Versions.v1_4);
  const card = new AdaptiveCard();
  card.parse(content, context);
  return [
    ...Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message),
    ...card.validateProperties().validationEvents.map(({ message }) => message),
  ];
};

test("Teams: Microsoft's own parser accepts the card; it is below 28 KB", () => {
  for (const notice of ALL) {
    const body = teamsBody(notice);
    assert.deepEqual(cardProblems(body.attachments[0].content), []);
    assert.ok(Buffer.byteLength(JSON.stringify(body)) <= TEAMS_LIMITS.bytes);
    assert.equal(body.attachments[0].contentType, 'application/vnd.microsoft.card.adaptive');
  }
  assert.notDeepEqual(
    cardProblems({ type: 'AdaptiveCard', version: '1.4', body: [{ type: 'Nonsense' }] }),
    [],
    'the parser sees a mistake',
  );
});

test('PagerDuty: one dedup key for each incident, the right action for each kind, within the limits', () => {
  const key = 'k'.repeat(32);
  const keys = new Set<string>();
  for (const notice of ALL) {
    const body = pagerDutyBody(notice, key);
    assert.ok(
      Buffer.byteLength(JSON.stringify(body)) <= PAGERDUTY_LIMITS.bytes &&
        body.dedup_key.length <= PAGERDUTY_LIMITS.dedupKey,
    );
    keys.add(body.dedup_key);
    if (body.event_action !== 'trigger') continue;
    assert.ok(
      body.payload !== undefined &&
        body.payload.summary.length <= PAGERDUTY_LIMITS.summary &&
        body.payload.summary.length > 0,
    );
    assert.ok(['critical', 'error', 'warning', 'info'].includes(body.payload.severity) && body.payload.source !== '');
    for (const { href } of body.links ?? []) assert.ok(URL.canParse(href));
  }
  assert.equal(keys.size, 1);
  const actions = (['opened', 'escalated', 'acknowledged', 'resolved'] as const).map(
    (kind) => pagerDutyBody(sampleNotice(kind), key).event_action,
  );
  assert.deepEqual(actions, ['trigger', 'trigger', 'acknowledge', 'resolve']);
});

test('GitHub: a valid issue within the limits, found by its mark', () => {
  for (const notice of ALL) {
    const issue = newIssue(notice);
    const typed: operations['issues/create']['requestBody']['content']['application/json'] = issue;
    assert.ok(typeof typed.title === 'string' && typed.title.length <= ISSUE_LIMITS.title);
    assert.ok(issue.body.length <= ISSUE_LIMITS.body);
    assert.equal(issue.body.match(/<!--/g)?.length, issue.body.match(/-->/g)?.length, 'every mark is closed');
    assert.doesNotMatch(issue.body, /(^|[^\w`])@(everyone|ada)/m);
  }
});

test('Alertmanager: the same labels for each notice of an incident; the end is after the start', () => {
  for (const notice of ALL) {
    const alerts = alertmanagerBody(notice);
    assert.equal(new Set(alerts.map(({ labels }) => JSON.stringify(labels))).size, 4);
    for (const { labels, startsAt, endsAt } of alerts) {
      assert.ok(Date.parse(endsAt) >= Date.parse(startsAt));
      for (const [name, value] of Object.entries(labels)) assert.ok(/^[a-z_]+$/.test(name) && value !== '');
    }
  }
});

test('e-mail: one thread for each incident, a repeat has the same id; texts of the site are never markup', () => {
  const of = (notice: ReturnType<typeof sampleNotice>) => mailOf(notice, 'a@b.example', ['c@d.example']);
  const opened = of(sampleNotice('opened'));
  const resolved = of(sampleNotice('resolved'));
  assert.equal(resolved.inReplyTo, opened.messageId);
  assert.equal(of(sampleNotice('resolved', { attempts: 1 })).messageId, resolved.messageId);
  assert.match(of(sampleNotice('resolved', { attempts: 1 })).subject, /^\[repeat: /);
  assert.deepEqual([opened.priority, resolved.priority], ['high', 'normal']);
  for (const notice of ALL) {
    const { html, subject } = of(notice);
    assert.doesNotMatch(html, /<script|<!channel/);
    assert.doesNotMatch(subject, /[\r\n]/);
  }
});

test('step summary: every link works; texts of the site are never markup', () => {
  assert.match(
    summaryMarkdown(sampleNotice()),
    /\[Incident page\]\(https:\/\/status\.example\/mysetlist\/incidents\/availability-\d+\.html\)/,
  );
  assert.doesNotMatch(summaryMarkdown(nastyNotice()), /<script|\]\(http:\/\/evil/);
});
