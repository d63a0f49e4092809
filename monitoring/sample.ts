// One probe's answer as the monitor keeps it, and the one place that decides whether it is about the site.
import type { ErrorCode } from '../reports/result.ts';

/** What became of one probe. The first six are about the site; the others are not, and their time counts as unknown. */
export const SAMPLE_CLASSES = [
  'valid', // status 200, contract and meaning hold
  'server-error', // 5xx
  'wrong-status', // any other status that was not expected
  'invalid', // 200, but the body, its meaning or a header is not as promised
  'timeout', // no answer before the deadline
  'network', // DNS, refused, reset, TLS, while the control address answers
  'rate-limited', // 429: our own rate
  'edge-blocked', // deployment protection, a challenge page or a login wall answered instead of the site
  'own-network', // network-class failure while the control address does not answer either
  'own-abort', // we stopped the probe ourselves
  'tool', // the suite itself failed
] as const;
export type SampleClass = (typeof SAMPLE_CLASSES)[number];

/** Whether a sample says anything about the site. All others are unknown time: never up, never down. Asked for every sample: no set. */
export function isAboutSite(sampleClass: SampleClass): boolean {
  switch (sampleClass) {
    case 'valid':
    case 'server-error':
    case 'wrong-status':
    case 'invalid':
    case 'timeout':
    case 'network':
      return true;
    default:
      return false;
  }
}

/** Codes whose class does not follow from "the answer was wrong". */
const CLASS_OF_CODE: Partial<Record<ErrorCode, SampleClass>> = {
  dns: 'network',
  refused: 'network',
  reset: 'network',
  tls: 'network',
  'tls-expired': 'network',
  'tls-wrong-host': 'network',
  'tls-untrusted': 'network',
  timeout: 'timeout',
  'edge-challenge': 'edge-blocked',
  'rate-limited': 'rate-limited',
  'server-error': 'server-error',
  'client-error': 'wrong-status',
  'unexpected-status': 'wrong-status',
  'redirect-loop': 'wrong-status',
  'own-network': 'own-network',
  tool: 'tool',
};

/** Class of an answer by its first failure's code; a code of a later release is a failure like any other. */
export function classOf(code: string | null, status: number | null): SampleClass {
  if (code === null) return 'valid';
  const known = Object.hasOwn(CLASS_OF_CODE, code) ? CLASS_OF_CODE[code as ErrorCode] : undefined;
  return known ?? (status !== null && status >= 500 ? 'server-error' : 'invalid');
}

/** A failure without an answer may be our own network's: the control address is asked. A certificate that is no good did answer. */
export const mayBeOwnNetwork = (sample: Pick<Sample, 'class' | 'status' | 'code'>): boolean =>
  sample.status === null &&
  (sample.class === 'network' || sample.class === 'timeout') &&
  !/^tls-/.test(sample.code ?? '');

export type Sample = {
  /** When the probe was due to be sent, ms since 1970, UTC. */
  at: number;
  /** Method and route, `GET /api/trending`. */
  endpoint: string;
  class: SampleClass;
  /** HTTP status, null without an answer. */
  status: number | null;
  /** Request sent to first byte, ms; a timeout counts at its deadline; null where nothing was measured. */
  ttfbMs: number | null;
  /** Stable error code of reports/result.ts, null for a valid answer. */
  code: string | null;
  /** First line of what was seen instead; holds no secret. Null for a valid answer. */
  message: string | null;
  /** First line of a failing answer's body, without secrets; kept of the newest one alone. */
  bodyLine?: string;
  /** The id under which the site's host logged a failing request; kept of the newest one alone. */
  requestId?: string;
};
