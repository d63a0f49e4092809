// E-mail by nodemailer, as text and HTML. The mails of one incident are one thread. A repeat has the same Message-ID and is marked as a repeat.
import { createHash } from 'node:crypto';
import { markup } from '../../../reports/formats/escape.ts';
import { DeliveryError, type ChannelDefinition } from '../channel.ts';
import type { Notice } from '../notice.ts';
import { bodyLines, capital, evidenceLines, factsOf, stepLines, stepsTitle, titleOf } from '../notice-text.ts';

export type Mail = {
  from: string;
  to: string[];
  subject: string;
  messageId: string;
  inReplyTo?: string;
  references?: string;
  priority: 'high' | 'normal';
  headers: Record<string, string>;
  text: string;
  html: string;
};

/** A Message-ID (RFC 5322). The same input gives the same id. */
const idOf = (words: string, host: string): string =>
  `<${createHash('sha256').update(words).digest('hex').slice(0, 32)}@${host}>`;

export function mailOf(notice: Notice, from: string, to: string[]): Mail {
  const { host } = new URL(notice.target);
  const root = idOf(notice.thread, host);
  const isFirst = notice.kind === 'opened';
  return {
    from,
    to,
    subject: titleOf(notice),
    messageId: isFirst ? root : idOf(notice.key, host),
    ...(isFirst ? {} : { inReplyTo: root, references: root }),
    priority: notice.incident.severity === 'P0' && notice.recovery === null ? 'high' : 'normal',
    // Stops automatic replies, and lets mail filters find the mails.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-MySetlist-Incident': notice.incident.id },
    text: [titleOf(notice), '', ...bodyLines(notice), ''].join('\n'),
    html: mailHtml(notice),
  };
}

/** Only plain tables and inline styles, because mail programs show nothing else. */
export function mailHtml(notice: Notice): string {
  const { acknowledge, curl, recovery, links } = notice;
  const color = recovery !== null ? '#067647' : notice.kind === 'acknowledged' ? '#b54708' : '#b42318';
  const pre = (lines: readonly string[]): string =>
    `<pre style="white-space:pre-wrap;overflow-wrap:anywhere;background:#f2f4f7;padding:8px;margin:4px 0;font-size:13px">${lines.map(markup).join('\n')}</pre>`;
  const part = (name: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `<h2 style="font-size:15px;margin:16px 0 4px">${markup(name)}</h2>${pre(lines)}`;
  const anchors = [
    ...(acknowledge?.url === undefined ? [] : [{ name: 'Acknowledge', url: acknowledge.url }]),
    ...links.map(({ name, url }) => ({ name: capital(name), url })),
  ].map(({ name, url }) => `<a href="${markup(url)}">${markup(name)}</a>`);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"></head>',
    '<body style="font-family:system-ui,sans-serif;font-size:15px;color:#101828;max-width:720px">',
    `<h1 style="font-size:20px;color:${color}">${markup(titleOf(notice))}</h1>`,
    ...notice.news.map((line) => `<p>${markup(line)}</p>`),
    '<table role="presentation" style="border-collapse:collapse">',
    ...factsOf(notice).map(
      ({ name, value }) =>
        `<tr><td style="padding:2px 12px 2px 0;vertical-align:top;color:#475467">${markup(name)}</td><td>${markup(value)}</td></tr>`,
    ),
    '</table>',
    anchors.length === 0 ? '' : `<p>${anchors.join(' &nbsp; ')}</p>`,
    part('Evidence', evidenceLines(notice)),
    part('Reproduce', curl === null || recovery !== null ? [] : [curl]),
    part(stepsTitle(notice), stepLines(notice)),
    part('Acknowledge by command', acknowledge === null ? [] : [acknowledge.command]),
    `<p style="color:#475467;font-size:13px">${markup(notice.target)}, incident ${markup(notice.incident.id)}</p>`,
    '</body></html>',
  ].join('\n');
}

const ADDRESS = /^[^\s@<>,]+@[^\s@<>,]+$|^[^<>,]*<[^\s@<>,]+@[^\s@<>,]+>$/;
const isServer = (text: string): boolean =>
  URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '';

export const email: ChannelDefinition = {
  name: 'email',
  does: 'Sends an e-mail through an SMTP server.',
  variables: {
    NOTIFY_EMAIL_SERVER:
      'SMTP server, `smtps://host:465` or `smtp://host:587` (with STARTTLS if the server offers it). Put the account before the host: `user:password@`.',
    NOTIFY_EMAIL_FROM: 'Sender of the e-mails: `checks@example.com`.',
    NOTIFY_EMAIL_TO: 'Recipients, separated by commas.',
  },
  open: (env) => {
    const isWhole = env.together('NOTIFY_EMAIL_SERVER', 'NOTIFY_EMAIL_FROM', 'NOTIFY_EMAIL_TO');
    const server = env.text('NOTIFY_EMAIL_SERVER');
    if (server !== undefined && !isServer(server))
      env.mistake(
        'NOTIFY_EMAIL_SERVER is not an SMTP address. It looks like smtps://user:password@host:465; encode @ and : in the password (%40, %3A)',
      );
    const from = env.matching('NOTIFY_EMAIL_FROM', ADDRESS, 'one e-mail address');
    const to = (env.text('NOTIFY_EMAIL_TO') ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    if (to.some((one) => !ADDRESS.test(one)))
      env.mistake('NOTIFY_EMAIL_TO is not a list of e-mail addresses separated by commas');
    if (!isWhole || server === undefined || from === undefined || !isServer(server)) return undefined;
    return {
      name: 'email',
      showsOnce: false,
      send: async (notice, signal) => {
        // Loaded when it is needed: most commands send no e-mail.
        const { createTransport } = await import('nodemailer');
        const transport = createTransport(server);
        const stop = (): void => transport.close();
        signal.addEventListener('abort', stop, { once: true });
        try {
          await Promise.race([transport.sendMail(mailOf(notice, from, to)), aborted(signal)]);
        } catch (error) {
          // The message may quote the account; the code and the server's own status do not.
          const { code, responseCode } = error as { code?: string; responseCode?: number };
          throw new DeliveryError(
            `e-mail: ${signal.aborted ? 'timed out' : `not delivered (${[code, responseCode].filter(Boolean).join(', ') || 'unknown trouble'})`}`,
            {
              isRefusal: responseCode !== undefined && responseCode >= 550 && code !== 'EAUTH',
            },
          );
        } finally {
          signal.removeEventListener('abort', stop);
          transport.close();
        }
      },
    };
  },
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }));
