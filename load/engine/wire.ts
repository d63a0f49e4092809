// One HTTP exchange as the client gets and gives it, with failures named as k6 does.
export type Hop = {
  method: string;
  origin: string;
  path: string;
  /** Names and values in turn. */
  headers: string[];
  body: string | Uint8Array | null;
  timeoutMs: number;
  keepBody: boolean;
};
/** Milliseconds, as k6's `res.timings`. */
export type Timings = { duration: number; blocked: number; looking_up: number; connecting: number; tls_handshaking: number; sending: number; waiting: number; receiving: number }; // prettier-ignore
export const NO_TIMINGS: Timings = { duration: 0, blocked: 0, looking_up: 0, connecting: 0, tls_handshaking: 0, sending: 0, waiting: 0, receiving: 0 }; // prettier-ignore
export type Remote = { ip: string; port: number; proto: string; tls: string; cipher: string };
export const NOWHERE: Remote = { ip: '', port: 0, proto: '', tls: '', cipher: '' };
export type HopResult = Remote & {
  /** 0 where no answer came. */
  status: number;
  statusText: string;
  headers: Record<string, string | string[]>;
  body: Buffer;
  timings: Timings;
  error: string;
  /** As Go prints it: what `throw` throws. */
  cause: string;
  code: number;
};

export const isPermanent = (error: NodeJS.ErrnoException): boolean => /^(CERT_|UNABLE_|SELF_|DEPTH_|ERR_TLS|ERR_SSL|EPROTO)/.test(error.code ?? ''); // prettier-ignore
/** The other side has closed the connection. */
export const isBroken = (error: NodeJS.ErrnoException | undefined): boolean =>
  /^(UND_ERR_SOCKET|ECONNRESET|EPIPE)$/.test(error?.code ?? '');
/** k6's error codes (documentation, "Error codes") and texts by what undici and Node call it. */
export function named(error: NodeJS.ErrnoException, address: string): { error: string; code: number; cause: string } {
  const { code = '', message } = error;
  const is = (text: string, number: number, cause = text) => ({ error: text, code: number, cause });
  if (code === 'ENOTFOUND') return is('lookup: no such host', 1101);
  if (code === 'EAI_AGAIN') return is('lookup: server misbehaving', 1100);
  if (code === 'ECONNREFUSED')
    return is('dial: connection refused', 1212, `dial tcp ${address}: connect: connection refused`);
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return is('dial: i/o timeout', 1211);
  if (code === 'EPIPE') return is('write: broken pipe', 1201);
  if (code === 'ECONNRESET') return is('read: connection reset by peer', 1220);
  if (code === 'UND_ERR_SOCKET') return is('EOF', 1000);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return is("x509: certificate doesn't match hostname", 1311);
  if (/^(DEPTH_|SELF_|UNABLE_)/.test(code)) return is('x509: unknown authority', 1310);
  if (/wrong version|ERR_SSL|EPROTO/i.test(`${code} ${message}`)) return is('tls: first record does not look like a TLS handshake', 1301); // prettier-ignore
  return is(message || code || 'request failed', code.startsWith('CERT_') ? 1300 : 1000);
}
