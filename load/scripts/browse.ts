// Visitors open the home page, trending, a search, the artists and the trending page, and wait between requests.
// A closed model: on a slow site they make fewer visits.
import { asksOf, visit } from '../profiles.ts';
import {
  ask,
  GRACEFUL_STOP,
  iteration,
  pause,
  polite,
  profile,
  SUMMARY_STATS,
  thresholds,
  USER_AGENT,
} from './shared.ts';

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

export default function (): Promise<void> {
  return iteration(async () => {
    for (const endpoint of asksOf('browse')) {
      await ask(endpoint);
      await pause(thinkMs[0] + Math.random() * (thinkMs[1] - thinkMs[0]));
    }
  });
}
