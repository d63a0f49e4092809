// Failed exchanges named as k6 names them (its documentation, "Error codes"), by what Node and undici call them.
export type Failure = { error: string; code: number };

const NAMES: readonly [pattern: RegExp, error: string, code: number][] = [
  [/K6_TIMEOUT/, 'request timeout', 1050],
  [/ENOTFOUND/, 'lookup: no such host', 1101],
  [/EAI_AGAIN/, 'lookup: server misbehaving', 1100],
  [/ECONNREFUSED/, 'dial: connection refused', 1212],
  [/UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT/, 'dial: i/o timeout', 1211],
  [/EPIPE/, 'write: broken pipe', 1201],
  [/ECONNRESET/, 'read: connection reset by peer', 1220],
  [/UND_ERR_SOCKET/, 'EOF', 1000],
  [/ERR_TLS_CERT_ALTNAME_INVALID/, "x509: certificate doesn't match hostname", 1311],
  [/DEPTH_|SELF_|UNABLE_/, 'x509: unknown authority', 1310],
  [/wrong version|ERR_SSL|EPROTO/i, 'tls: first record does not look like a TLS handshake', 1301],
];

/** The other side has closed the connection. */
export const isBroken = ({ code = '' }: NodeJS.ErrnoException): boolean => /UND_ERR_SOCKET|ECONNRESET|EPIPE/.test(code);

export function failureOf({ code = '', message }: NodeJS.ErrnoException, hasBegun: boolean): Failure {
  if (hasBegun && code === 'UND_ERR_SOCKET') return { error: 'unexpected EOF', code: 1000 };
  const [, error, number] = NAMES.find(([pattern]) => pattern.test(code || message)) ?? [];
  return { error: error ?? (message || code), code: number ?? (code.startsWith('CERT_') ? 1300 : 1000) };
}
