// What visitors do all day: the home page, what is trending, a search, the artists, the trending page; and they think.
// A closed model: a slow site has fewer visits, not more visitors waiting.
import { randomSeed, sleep } from 'k6';
import { ASKS, visit } from '../profiles.ts';
import { ask, GRACEFUL_STOP, iteration, polite, profile, SUMMARY_STATS, thresholds, USER_AGENT } from './shared.ts';

export { handleSummary } from './shared.ts';

const { visitors, seconds, thinkMs } = visit(profile, polite);
export const options = {
  scenarios: {
    visitors: { executor: 'constant-vus', vus: visitors, duration: `${seconds}s`, gracefulStop: GRACEFUL_STOP },
  },
  thresholds: thresholds('browse'),
  summaryTrendStats: SUMMARY_STATS,
  userAgent: USER_AGENT,
};

randomSeed(__VU);

export default function (): void {
  iteration(() => {
    for (const endpoint of ASKS.browse) {
      ask(endpoint);
      sleep((thinkMs[0] + Math.random() * (thinkMs[1] - thinkMs[0])) / 1_000);
    }
  });
}
