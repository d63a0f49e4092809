// Microsoft Teams: an adaptive card through a workflow's webhook ("When a Teams webhook request is received"). A repeat is marked.
import type { ChannelDefinition } from '../channel.ts';
import { sendHttp } from '../http-transport.ts';
import type { Notice } from '../notice.ts';
import { capital, cut, evidenceLines, factsOf, stepLines, stepsTitle, titleOf } from '../notice-text.ts';

/** `bytes`: Teams rejects larger messages. `text`: our limit for one text, characters. */
export const TEAMS_LIMITS = { bytes: 28_000, text: 2_500 } as const;

/** A text run is shown unchanged. TextBlock and FactSet would interpret Markdown, and Teams shows its escapes. */
type TextRun = {
  type: 'TextRun';
  text: string;
  size?: 'Large';
  weight?: 'Bolder';
  color?: 'Attention' | 'Good' | 'Warning';
  fontType?: 'Monospace';
  isSubtle?: true;
};
type RichText = { type: 'RichTextBlock'; inlines: TextRun[]; spacing?: 'None' | 'Medium' };
type OpenUrl = { type: 'Action.OpenUrl'; title: string; url: string };
export type TeamsCard = {
  $schema: string;
  type: 'AdaptiveCard';
  version: '1.4';
  fallbackText: string;
  msteams: { width: 'Full' };
  body: RichText[];
  actions: OpenUrl[];
};
export type TeamsBody = {
  type: 'message';
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive'; contentUrl: null; content: TeamsCard }];
};

/** Teams shows at most six actions. */
const MOST_ACTIONS = 6;

export function teamsBody(notice: Notice): TeamsBody {
  const { acknowledge, curl, recovery, links, kind } = notice;
  const run = (value: string, more: Partial<TextRun> = {}): TextRun => ({
    type: 'TextRun',
    text: cut(value, TEAMS_LIMITS.text),
    ...more,
  });
  const line = (inlines: TextRun[], spacing: 'None' | 'Medium' = 'None'): RichText => ({
    type: 'RichTextBlock',
    inlines,
    spacing,
  });
  const part = (name: string, lines: readonly string[]): RichText[] =>
    lines.length === 0
      ? []
      : [
          line([run(name, { weight: 'Bolder' })], 'Medium'),
          ...lines.map((one) => line([run(cut(one, 500), { fontType: 'Monospace' })])),
        ];
  const color =
    kind === 'resolved' ? 'Good' : kind === 'acknowledged' || kind === 'post-mortem' ? 'Warning' : 'Attention';
  const card: TeamsCard = {
    $schema: 'https://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: cut(titleOf(notice), 500),
    msteams: { width: 'Full' },
    body: [
      line([run(cut(titleOf(notice), 500), { size: 'Large', weight: 'Bolder', color })]),
      ...notice.news.map((one) => line([run(one)])),
      ...factsOf(notice).map(({ name, value }) => line([run(`${name}: `, { weight: 'Bolder' }), run(cut(value, 500))])),
      ...part('Evidence', evidenceLines(notice)),
      ...part('Reproduce', curl === null || recovery !== null ? [] : [curl]),
      ...part(stepsTitle(notice), stepLines(notice)),
      ...part('Acknowledge by command', acknowledge === null ? [] : [acknowledge.command]),
      line([run(`${notice.target} | incident ${notice.incident.id}`, { isSubtle: true })], 'Medium'),
    ],
    actions: [
      ...(acknowledge?.url === undefined ? [] : [{ name: 'Acknowledge', url: acknowledge.url }]),
      ...links.map(({ name, url }) => ({ name: capital(name), url })),
    ]
      .slice(0, MOST_ACTIONS)
      .map(({ name, url }) => ({ type: 'Action.OpenUrl', title: name, url })),
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: fitted(card) }],
  };
}

/** Drops lines from the end until the card fits: the most important lines are at the top. */
function fitted(card: TeamsCard): TeamsCard {
  const bytes = (): number => Buffer.byteLength(JSON.stringify(card)) + 200;
  for (let at = card.body.length - 2; at > 2 && bytes() > TEAMS_LIMITS.bytes; at -= 1) card.body.splice(at, 1);
  return card;
}

export const teams: ChannelDefinition = {
  name: 'teams',
  does: 'Posts an adaptive card to a Microsoft Teams channel through a workflow with a webhook trigger.',
  variables: { NOTIFY_TEAMS_URL: 'Webhook address of a Teams workflow ("When a Teams webhook request is received").' },
  open: (env) => {
    const url = env.url('NOTIFY_TEAMS_URL', 'https://prod-00.westeurope.logic.azure.com/workflows/...');
    if (url === undefined) return undefined;
    return {
      name: 'teams',
      showsOnce: false,
      send: async (notice, signal) => {
        await sendHttp({ receiver: 'Teams', url, body: teamsBody(notice), signal });
      },
    };
  },
};
