// Failures among the requests that count for a ratio. Pure.
import type { Kpi } from '../../kpis.ts';
import type { HttpRecord } from '../result.ts';

/** Failures of n judged requests; the rest is shown, and counts on neither side. */
export type Tally = { failures: number; n: number; rateLimited: number; blocked: number };

/** Requests that the host's bot wall answered: the site was not asked. */
const blocked = (r: HttpRecord): number =>
  r.failures.length > 0 && r.failures.every((f) => f.code === 'edge-challenge')
    ? r.requests - r.valid - r.rateLimited
    : 0;

/** 429 is our own rate: taken out. An error rate needs an answer: a request that got none is no 5xx, nor proof of none. */
export function tally(kpi: Pick<Kpi, 'counts'>, records: readonly HttpRecord[]): Tally {
  const sum: Tally = { failures: 0, n: 0, rateLimited: 0, blocked: 0 };
  for (const r of records) {
    const walled = blocked(r);
    const answers = Math.max(r.ttfb.n - r.timeouts, r.valid + r.serverErrors + r.rateLimited);
    const asked = kpi.counts === 'valid' ? r.requests : Math.min(r.requests, answers);
    const n = Math.max(0, asked - r.rateLimited - walled);
    sum.n += n;
    // The bot wall's own 403 or 503 is no answer of the site.
    sum.failures += kpi.counts === 'valid' ? Math.max(0, n - r.valid) : Math.min(n, r.serverErrors);
    sum.rateLimited += r.rateLimited;
    sum.blocked += walled;
  }
  return sum;
}
