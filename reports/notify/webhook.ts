import { fetch } from 'undici';
import { bodyLines, headline, type Channel } from './channel.ts';

export type WebhookOptions = {
  /** Whole URL. Its path and query are secrets: only the host is ever printed. */
  url: string;
  /** Sent as `Authorization: Bearer`. */
  token?: string;
  deadlineMs?: number;
};

const DEADLINE_MS = 5_000;

/** POSTs a notice as JSON with a `text` that chat services show, and the incident for programs. */
export const webhookChannel = ({ url, token, deadlineMs = DEADLINE_MS }: WebhookOptions): Channel => {
  const name = `webhook ${new URL(url).host}`;
  return {
    name,
    send: async (notice) => {
      const { target, kind, incident } = notice;
      const text = [headline(notice), ...bodyLines(notice)].join('\n');
      let status: number;
      try {
        const response = await fetch(url, {
          method: 'POST',
          // A redirect would carry the notice and the token to a host that was not configured.
          redirect: 'error',
          headers: {
            'content-type': 'application/json',
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          },
          body: JSON.stringify({ text, target, kind, incident }),
          signal: AbortSignal.timeout(deadlineMs),
        });
        status = response.status;
        await response.body?.cancel();
      } catch (error) {
        // The cause may quote the URL, so only its code is passed on.
        const late = error instanceof Error && error.name === 'TimeoutError';
        const code = (error as { cause?: { code?: unknown } }).cause?.code;
        throw new Error(
          late
            ? `${name}: no answer within ${deadlineMs} ms`
            : `${name}: not delivered (${typeof code === 'string' ? code : 'network error'})`,
        );
      }
      if (status < 200 || status > 299) throw new Error(`${name}: answered ${status}`);
    },
  };
};
