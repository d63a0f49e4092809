// Failures among the requests that count for a ratio. Pure.
import type { Kpi } from '../../kpis.ts';
import type { HttpRecord } from '../result.ts';

/** Failures of n judged requests; the rest is shown but not counted. */
export type Tally = { failures: number; n: number; rateLimited: number; blocked: number };

/** Requests answered by the host's bot protection: they did not reach the site. */
const blocked = (r: HttpRecord): number =>
  r.failures.length > 0 && r.failures.every((f) => f.code === 'edge-challenge')
    ? r.requests - r.valid - r.rateLimited
    : 0;

/** 429 is caused by our own rate and not counted. The error rate needs an answer: a request without one is neither a 5xx nor a success. */
export function tally(kpi: Pick<Kpi, 'counts'>, records: readonly HttpRecord[]): Tally {
  const sum: Tally = { failures: 0, n: 0, rateLimited: 0, blocked: 0 };
  for (const r of records) {
    const walled = blocked(r);
    const answers = Math.max(r.ttfb.n - r.timeouts, r.valid + r.serverErrors + r.rateLimited);
    const asked = kpi.counts === 'valid' ? r.requests : Math.min(r.requests, answers);
    const n = Math.max(0, asked - r.rateLimited - walled);
    sum.n += n;
    // The bot protection's own 403 or 503 is not an answer of the site.
    sum.failures += kpi.counts === 'valid' ? Math.max(0, n - r.valid) : Math.min(n, r.serverErrors);
    sum.rateLimited += r.rateLimited;
    sum.blocked += walled;
  }
  return sum;
}
