// One probe's answer as the monitor keeps it, and the one place that decides whether it is about the site.

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

const ABOUT_SITE: ReadonlySet<SampleClass> = new Set<SampleClass>([
  'valid',
  'server-error',
  'wrong-status',
  'invalid',
  'timeout',
  'network',
]);

/** Whether a sample says anything about the site. All others are unknown time: never up, never down. */
export const isAboutSite = (sampleClass: SampleClass): boolean => ABOUT_SITE.has(sampleClass);

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
};
