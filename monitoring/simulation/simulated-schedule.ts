// The events of a simulated history: endpoints, outages, gaps and the daily pattern of response times.
import type { Finding } from '../alerts/finding.ts';
import type { SampleClass } from '../sample.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Share of failures outside outages: 99.98 % availability meets the target and is not zero failures. */
export const USUAL_FAILURES = 0.000_2;

export const SIMULATED_ENDPOINTS: readonly (readonly [endpoint: string, ms: number])[] = [
  ['GET /', 180],
  ['GET /api/artists', 120],
  ['GET /api/artists/search', 420],
  ['GET /api/cron/keep-alive', 60],
  ['GET /api/search', 210],
  ['GET /api/trending', 150],
  ['GET /artists', 240],
  ['GET /auth/sign-in', 110],
  ['GET /trending', 200],
];

export type Outage = {
  fromMs: number;
  toMs: number;
  /** Share of the answers that fail, 0..1. */
  share: number;
  class: SampleClass;
  topic: Finding['topic'];
  /** Who acknowledged it; absent: not acknowledged. */
  takenBy?: string;
};
export type SimulatedHistory = {
  seed: number;
  nowMs: number;
  days: number;
  outages: readonly Outage[];
  /** When the schedule stopped; absent: it still runs. */
  stoppedMs?: number;
  /** Times without probes. */
  gaps?: readonly { fromMs: number; toMs: number }[];
};

export const outageAt = ({ outages }: SimulatedHistory, ms: number): Outage | undefined =>
  outages.find((o) => ms >= o.fromMs && ms < o.toMs);
export const isGap = ({ gaps = [] }: SimulatedHistory, ms: number): boolean =>
  gaps.some((g) => ms >= g.fromMs && ms < g.toMs);
/** Responses are slower in the evening, equally on every day. */
export const daily = (ms: number): number => 1 + 0.35 * Math.sin((2 * Math.PI * ((ms % DAY) - 14 * HOUR)) / DAY);
