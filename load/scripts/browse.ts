// What visitors do all day: the home page, what is trending, a search, the artists, the trending page; and they think.
// A closed model: a slow site has fewer visits, not more visitors waiting.
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
