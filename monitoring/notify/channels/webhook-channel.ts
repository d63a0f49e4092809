// Any program: the notice as JSON, signed after Standard Webhooks 1.0, so that receivers can verify it with existing libraries.
import { createHmac } from 'node:crypto';
import type { Channel, ChannelDefinition } from '../channel.ts';
import { sendHttp } from '../http-transport.ts';
import type { Notice } from '../notice.ts';
import { bodyLines, titleOf } from '../notice-text.ts';

/** `text` is for chat services, the other fields are for programs. Fields may be added, never removed. */
export const webhookBody = (notice: Notice): Record<string, unknown> => ({
  version: 1,
  text: [titleOf(notice), ...bodyLines(notice)].join('\n'),
  ...notice,
});

const SECRET = /^(?:whsec_)?([A-Za-z0-9+/]{32,88}={0,2})$/;

/** The headers of Standard Webhooks: message id, Unix seconds (against replays), HMAC-SHA256 over `id.timestamp.body`. */
export function signedHeaders(secret: string, id: string, body: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const key = Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

export const webhook: ChannelDefinition = {
  name: 'webhook',
  does: 'Sends the notice as signed JSON to your own address (POST, Standard Webhooks 1.0).',
  variables: {
    ALERT_WEBHOOK_URL: 'Address to which the monitor sends notices as JSON.',
    ALERT_WEBHOOK_TOKEN: 'The bearer token of that webhook.',
    ALERT_WEBHOOK_SECRET: 'Key that signs the notices: 24 to 64 bytes in base64, with or without the prefix `whsec_`.',
  },
  open: (env, { now }): Channel | undefined => {
    const url = env.url('ALERT_WEBHOOK_URL', 'https://example.com/hooks/mysetlist');
    const token = env.text('ALERT_WEBHOOK_TOKEN');
    const form = '24 to 64 bytes in base64. Make one: `openssl rand -base64 32`';
    const secret = env.matching('ALERT_WEBHOOK_SECRET', SECRET, form);
    if (url === undefined) return undefined;
    return {
      name: 'webhook',
      showsOnce: true,
      send: async (notice, signal) => {
        const body = JSON.stringify(webhookBody(notice));
        const headers = {
          // The same for each attempt, so that a receiver can drop repeats.
          'idempotency-key': notice.key,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(secret === undefined ? { 'webhook-id': notice.key } : signedHeaders(secret, notice.key, body, now())),
        };
        await sendHttp({ receiver: `webhook ${url.host}`, url, headers, body, signal });
      },
    };
  },
};
