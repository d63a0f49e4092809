// Why a page could not be audited, in our codes: reported by Chrome, by Lighthouse or by us.
import type { ErrorCode } from '../../reports/result.ts';
import { wallBefore } from '../api/edge-wall.ts';
import type { Answer } from '../api/probe-client.ts';

export class AuditTrouble extends Error {
  override name = 'AuditTrouble';
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** net::ERR_ names of Chrome -> our codes. */
const NET_ERRORS: readonly [RegExp, ErrorCode][] = [
  [/ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION/, 'dns'],
  [/ERR_CONNECTION_REFUSED|ERR_ADDRESS_UNREACHABLE/, 'refused'],
  [/ERR_CONNECTION_(RESET|CLOSED|ABORTED)|ERR_EMPTY_RESPONSE|ERR_SOCKET/, 'reset'],
  [/ERR_CERT_|ERR_SSL_/, 'tls'],
  [/ERR_TOO_MANY_REDIRECTS/, 'redirect-loop'],
  [/ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT|Navigation timeout/, 'timeout'],
  // Chrome reports only this if a page becomes a download or stops its own loading.
  [/ERR_ABORTED/, 'content-type'],
  [/Page crashed|TARGET_CRASHED|Target crashed/i, 'page-error'],
];

/** The error in our codes. An error that Chrome does not name is an error of the tool. */
export function troubleOf(error: unknown): AuditTrouble {
  if (error instanceof AuditTrouble) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = NET_ERRORS.find(([pattern]) => pattern.test(message))?.[1] ?? 'tool';
  return new AuditTrouble(code, message.split('\n')[0]?.slice(0, 300) ?? '');
}

/** The site's limiter, or a wall before it, that answered for `path` instead of the site. */
export function refusalBefore(answer: Answer, path: string): AuditTrouble | undefined {
  if (answer.status === 429) return new AuditTrouble('rate-limited', `${path} was not asked: status 429`);
  const wall = wallBefore(answer);
  return wall === undefined ? undefined : new AuditTrouble('edge-challenge', `${path} was not asked: ${wall}`);
}

/** Lighthouse's codes for pages that it cannot audit. */
export function problemOf({ code, message }: { code: string; message: string }, pathname: string): AuditTrouble {
  const ours = ((): AuditTrouble['code'] => {
    switch (code) {
      case 'TARGET_CRASHED':
        return 'page-error';
      case 'PAGE_HUNG':
      case 'NO_FCP':
      case 'PROTOCOL_TIMEOUT':
        return 'timeout';
      case 'ERRORED_DOCUMENT_REQUEST':
        return 'unexpected-status';
      case 'DNS_FAILURE':
        return 'dns';
      case 'INSECURE_DOCUMENT_REQUEST':
        return 'tls';
      case 'NOT_HTML':
        return 'content-type';
      case 'FAILED_DOCUMENT_REQUEST':
        return troubleOf(new Error(message)).code === 'tool' ? 'reset' : troubleOf(new Error(message)).code;
      default:
        return 'tool';
    }
  })();
  return new AuditTrouble(ours, `${pathname} could not be audited: ${message.slice(0, 300)} (${code})`);
}
