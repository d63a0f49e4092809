// Discord: one embed through a channel's webhook. Discord does not drop repeats, so a repeat is marked.
import type { ChannelDefinition } from '../channel.ts';
import { sendHttp } from '../http-transport.ts';
import type { Notice } from '../notice.ts';
import { capital, cut, evidenceLines, factsOf, stepLines, stepsTitle, titleOf } from '../notice-text.ts';

/** Discord's documented limits, characters and counts; `embed` is the sum over one message's embeds. */
export const DISCORD_LIMITS = {
  content: 2_000,
  embed: 6_000,
  title: 256,
  description: 4_096,
  fields: 25,
  name: 256,
  value: 1_024,
} as const;

type Field = { name: string; value: string; inline?: boolean };
export type DiscordBody = {
  content: string;
  allowed_mentions: { parse: [] };
  embeds: [
    {
      title: string;
      url?: string;
      description?: string;
      color: number;
      timestamp: string;
      fields: Field[];
      footer: { text: string };
    },
  ];
};
const COLORS = { bad: 0xd92d20, acknowledged: 0xf79009, resolved: 0x12b76a, note: 0x667085 } as const;

/** Escapes markup and mentions in texts of the site. */
const plain = (text: string): string => text.replaceAll(/([\\*_~`|>#[\]()])/g, '\\$1').replaceAll('@', '@\u200b');
const block = (lines: readonly string[]): string => {
  const text = cut(lines.join('\n').replaceAll('```', "'''"), DISCORD_LIMITS.value - 8);
  return `\`\`\`\n${text}\`\`\``;
};
/** Cuts a text until it fits after escaping, which makes it longer. */
function fitted(text: string, most: number): string {
  let shown = cut(text, most);
  while (plain(shown).length > most) shown = cut(shown, Math.max(1, shown.length - 20));
  return plain(shown);
}

export function discordBody(notice: Notice): DiscordBody {
  const { acknowledge, curl, recovery, links, kind } = notice;
  const seen = evidenceLines(notice);
  const steps = stepLines(notice);
  const linked = [
    ...(acknowledge?.url === undefined ? [] : [`[Acknowledge](${acknowledge.url})`]),
    ...links.map(({ name, url }) => `[${capital(name)}](${url})`),
  ];
  const fields: Field[] = [
    ...factsOf(notice).map(({ name, value }) => ({ name, value: fitted(value, 300), inline: value.length < 40 })),
    ...(linked.length === 0 ? [] : [{ name: 'Links', value: joinedWithin(linked, DISCORD_LIMITS.value) }]),
    ...(seen.length === 0 ? [] : [{ name: 'Evidence', value: block(seen) }]),
    ...(curl === null || recovery !== null ? [] : [{ name: 'Reproduce', value: block([curl]) }]),
    ...(acknowledge === null ? [] : [{ name: 'Acknowledge by command', value: block([acknowledge.command]) }]),
    ...(steps.length === 0 ? [] : [{ name: cut(stepsTitle(notice), DISCORD_LIMITS.name), value: block(steps) }]),
  ];
  const title = cut(titleOf(notice), DISCORD_LIMITS.title);
  const footer = { text: cut(`${notice.target} | incident ${notice.incident.id}`, 300) };
  const description = notice.news.length === 0 ? undefined : fitted(notice.news.join('\n'), 600);
  const state =
    kind === 'resolved'
      ? 'resolved'
      : kind === 'acknowledged'
        ? 'acknowledged'
        : kind === 'post-mortem'
          ? 'note'
          : 'bad';
  const page = links.find(({ name }) => name === 'incident page');
  return {
    // Push notifications show the content, not the embed.
    content: fitted(titleOf(notice), DISCORD_LIMITS.content),
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title,
        ...(page === undefined ? {} : { url: page.url }),
        ...(description === undefined ? {} : { description }),
        color: COLORS[state],
        timestamp: notice.at,
        fields: within(fields, DISCORD_LIMITS.embed - title.length - footer.text.length - (description?.length ?? 0)),
        footer,
      },
    ],
  };
}

/** The first fields, as many as fit into the embed. */
function within(fields: readonly Field[], most: number): Field[] {
  let left = most;
  return fields.slice(0, DISCORD_LIMITS.fields).filter(({ name, value }) => {
    if (name.length + value.length > left) return false;
    left -= name.length + value.length;
    return true;
  });
}
/** The first links, as many as fit. A link is never cut. */
const joinedWithin = (parts: readonly string[], most: number): string =>
  parts.reduce(
    (text, part) => (text.length + part.length + 3 > most ? text : text === '' ? part : `${text} | ${part}`),
    '',
  );

export const discord: ChannelDefinition = {
  name: 'discord',
  does: 'Posts an embed to a Discord channel through its webhook.',
  variables: { NOTIFY_DISCORD_URL: 'Webhook of a Discord channel: Edit channel, Integrations, Webhooks.' },
  open: (env) => {
    const url = env.url('NOTIFY_DISCORD_URL', 'https://discord.com/api/webhooks/000/XXXX');
    if (url === undefined) return undefined;
    return {
      name: 'discord',
      showsOnce: false,
      send: async (notice, signal) => {
        await sendHttp({ receiver: 'Discord', url, body: discordBody(notice), signal });
      },
    };
  },
};
