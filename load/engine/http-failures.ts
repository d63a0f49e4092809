// Failed exchanges named as k6 names them (its documentation, "Error codes"), by what Node and undici call them.
export type Failure = {
  /** What the script sees in `error`. */
  error: string;
  code: number;
  /** As Go prints it: what `throw` throws. */
  cause: string;
};

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

export function failureOf({ code = '', message }: NodeJS.ErrnoException, host: string, hasBegun: boolean): Failure {
  if (hasBegun && code === 'UND_ERR_SOCKET') return { error: 'unexpected EOF', code: 1000, cause: 'unexpected EOF' };
  const name = NAMES.find(([pattern]) => pattern.test(code === '' ? message : code));
  const [, error, number] = name ?? [/./, message || code, code.startsWith('CERT_') ? 1300 : 1000];
  const cause = number === 1212 ? `dial tcp ${host}: connect: connection refused` : error;
  return { error, code: number, cause };
}
