// Visitors open the home page, trending, a search, the artists and the trending page, and wait between requests.
// A closed model: a slow site gets fewer visits.
import { asksOf, visit } from '../profiles.ts';
import { ask, iteration, pause } from './counted-requests.ts';
import { GRACEFUL_STOP, isLimited, profile, SUMMARY_STATS, USER_AGENT } from './script-settings.ts';
import { thresholds } from './script-thresholds.ts';

export { handleSummary } from './script-settings.ts';

const { visitors, seconds, thinkMs } = visit(profile, isLimited);
export const options = {
  scenarios: {
    visitors: { executor: 'constant-vus', vus: visitors, duration: `${seconds}s`, gracefulStop: GRACEFUL_STOP },
  },
  thresholds: thresholds('browse'),
  summaryTrendStats: SUMMARY_STATS,
  userAgent: USER_AGENT,
};

export default function (): Promise<void> {
  return iteration(async () => {
    for (const endpoint of asksOf('browse')) {
      await ask(endpoint);
      await pause(thinkMs[0] + Math.random() * (thinkMs[1] - thinkMs[0]));
    }
  });
}
