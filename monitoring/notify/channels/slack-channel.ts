// Slack: Block Kit through an incoming webhook. Slack does not drop repeats, so a repeat is marked.
import type { ChannelDefinition } from '../channel.ts';
import { sendHttp } from '../http-transport.ts';
import type { Notice } from '../notice.ts';
import { capital, cut, evidenceLines, factsOf, stepLines, stepsTitle, titleOf } from '../notice-text.ts';

/** Slack's documented limits, characters and counts. */
export const SLACK_LIMITS = {
  blocks: 50,
  header: 150,
  text: 3_000,
  fields: 10,
  field: 2_000,
  buttons: 25,
  button: 75,
  url: 3_000,
} as const;

type PlainText = { type: 'plain_text'; text: string };
type Mrkdwn = { type: 'mrkdwn'; text: string };
export type SlackBlock =
  | { type: 'header'; text: PlainText }
  | { type: 'section'; text?: Mrkdwn; fields?: Mrkdwn[] }
  | {
      type: 'actions';
      elements: { type: 'button'; text: PlainText; url: string; action_id: string; style?: 'primary' }[];
    }
  | { type: 'context'; elements: Mrkdwn[] };
export type SlackBody = { text: string; blocks: SlackBlock[] };

/** Escapes `&`, `<` and `>`, so that a text cannot mention anybody: a mention is `<!...>` or `<@...>`. */
export const slackText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** Cuts the unescaped text until its escaped form fits: cutting the escaped form could split an entity. */
function fitted(text: string, most: number): string {
  let shown = cut(text, most);
  while (slackText(shown).length > most) shown = cut(shown, shown.length - 20);
  return slackText(shown);
}
const mrkdwn = (text: string): Mrkdwn => ({ type: 'mrkdwn', text });
/** In a code block only the fence is markup. */
const codeBlock = (lines: readonly string[]): Mrkdwn =>
  mrkdwn(`\`\`\`${fitted(lines.join('\n').replaceAll('```', "'''"), SLACK_LIMITS.text - 6)}\`\`\``);
/** A zero-width space stops `*`, `_`, `~` and backticks in texts of the site from being read as markup. */
const plainMark = (text: string): string => text.replaceAll(/([*_~`])/g, '$1\u200b');

export function slackBody(notice: Notice): SlackBody {
  const { acknowledge, curl, recovery, links } = notice;
  const facts = factsOf(notice).slice(0, SLACK_LIMITS.fields);
  const seen = evidenceLines(notice);
  const steps = stepLines(notice);
  const buttons = [
    ...(acknowledge?.url === undefined ? [] : [{ label: 'Acknowledge', url: acknowledge.url, isFirst: true }]),
    ...links.map(({ name, url }) => ({ label: capital(name), url, isFirst: false })),
  ].filter(({ url }) => url.length <= SLACK_LIMITS.url);
  const section = (text: Mrkdwn): SlackBlock => ({ type: 'section', text });
  const titled = (title: string, lines: readonly string[]): SlackBlock[] =>
    lines.length === 0 ? [] : [section(mrkdwn(`*${title}*`)), section(codeBlock(lines))];
  return {
    text: fitted(titleOf(notice), SLACK_LIMITS.text),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(titleOf(notice), SLACK_LIMITS.header) } },
      ...(notice.news.length === 0
        ? []
        : [section(mrkdwn(fitted(plainMark(notice.news.join('\n')), SLACK_LIMITS.text)))]),
      {
        type: 'section',
        fields: facts.map(({ name, value }) =>
          mrkdwn(`*${name}*\n${fitted(plainMark(value), SLACK_LIMITS.field - 40)}`),
        ),
      },
      ...titled('Evidence', seen),
      ...(curl === null || recovery !== null ? [] : titled('Reproduce', [curl])),
      ...titled(fitted(stepsTitle(notice), 250), steps),
      ...(buttons.length === 0
        ? []
        : [
            {
              type: 'actions' as const,
              elements: buttons.slice(0, SLACK_LIMITS.buttons).map(({ label, url, isFirst }, n) => ({
                type: 'button' as const,
                text: { type: 'plain_text' as const, text: cut(label, SLACK_LIMITS.button) },
                url,
                action_id: `link-${n}`,
                ...(isFirst ? { style: 'primary' as const } : {}),
              })),
            },
          ]),
      ...titled('Acknowledge by command', acknowledge === null ? [] : [acknowledge.command]),
      {
        type: 'context',
        elements: [mrkdwn(fitted(`${notice.target} | incident ${notice.incident.id}`, SLACK_LIMITS.text))],
      },
    ],
  };
}

export const slack: ChannelDefinition = {
  name: 'slack',
  does: 'Posts to a Slack channel through its incoming webhook (Block Kit).',
  variables: { NOTIFY_SLACK_URL: 'Incoming webhook of a Slack channel. In your Slack app: Incoming Webhooks.' },
  open: (env) => {
    const url = env.url('NOTIFY_SLACK_URL', 'https://hooks.slack.com/services/T000/B000/XXXX');
    if (url === undefined) return undefined;
    return {
      name: 'slack',
      showsOnce: false,
      send: async (notice, signal) => {
        await sendHttp({ receiver: 'Slack', url, body: slackBody(notice), signal });
      },
    };
  },
};
