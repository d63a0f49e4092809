// The result of one probe, and the one place that decides whether it is about the site.
import { OWN_DELAY } from '../judging.ts';
import type { ErrorCode } from '../reports/result.ts';

/** The class of a probe's result. The first six are about the site; the others are not, and their time is unknown. */
export const SAMPLE_CLASSES = [
  'valid', // status 200, contract and meaning hold
  'server-error', // 5xx
  'wrong-status', // any other status that was not expected
  'invalid', // 200, but the body, its meaning or a header breaks the contract
  'timeout', // no answer before the deadline
  'network', // DNS, refused, reset, TLS, while the control address answers
  'rate-limited', // 429: our own rate
  'edge-blocked', // deployment protection, a challenge page or a login wall answered instead of the site
  'own-network', // network-class failure while the control address does not answer either
  'own-abort', // we stopped the probe ourselves
  'tool', // the suite itself failed, or its machine did not let it run
  'not-sent', // our own limit kept the probe back: the site was not asked
] as const;
export type SampleClass = (typeof SAMPLE_CLASSES)[number];

/** Whether a sample is about the site. All others are unknown time: neither up nor down. Called for every sample, so without a Set. */
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

/** Codes with a class other than `invalid` or `server-error`. */
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
  machine: 'tool',
  tool: 'tool',
};

/** The class of an answer by the code of its first failure. An unknown code, from a later release, counts as a failure. */
export function classOf(code: string | null, status: number | null): SampleClass {
  if (code === null) return 'valid';
  // A 429 is an answer. Without one, the sender kept the request back, below the site's limits.
  if (code === 'rate-limited' && status === null) return 'not-sent';
  const known = Object.hasOwn(CLASS_OF_CODE, code) ? CLASS_OF_CODE[code as ErrorCode] : undefined;
  return known ?? (status !== null && status >= 500 ? 'server-error' : 'invalid');
}

/** A failure without an answer may come from our own network, so the control address is probed. An invalid certificate is an answer. */
export const mayBeOwnNetwork = (sample: Pick<Sample, 'class' | 'status' | 'code'>): boolean =>
  sample.status === null &&
  (sample.class === 'network' || sample.class === 'timeout') &&
  !/^tls-/.test(sample.code ?? '');

/** The response time of an answer, ms; null if it was not measured, or mostly by a process that could not run. */
export const timeOf = (ttfbMs: number | undefined, ownDelayMs = 0): number | null =>
  ttfbMs === undefined || ownDelayMs > OWN_DELAY.untimedMs ? null : ttfbMs;

export type Sample = {
  /** When the probe was due to be sent, ms since 1970, UTC. */
  at: number;
  /** Method and route, `GET /api/trending`. */
  endpoint: string;
  class: SampleClass;
  /** HTTP status, null without an answer. */
  status: number | null;
  /** Time from the request to the first byte, ms; for a timeout the deadline; null if not measured, or measured by a process that could not run. */
  ttfbMs: number | null;
  /** Stable error code of reports/result.ts, null for a valid answer. */
  code: string | null;
  /** First line of the failure message, without secrets. Null for a valid answer. */
  message: string | null;
  /** First line of a failing answer's body, without secrets; stored only for the newest one. */
  bodyLine?: string;
  /** Request id of a failing request in the host's log; stored only for the newest one. */
  requestId?: string;
};
