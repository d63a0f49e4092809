// The rate of `latency`. No VU is started during the run: starting one would disturb the measurement.
import { RESPONSE_TIME, steadyShape } from './shape.ts';

export const LATENCY = steadyShape(
  {
    id: 'load.latency',
    title: 'Trending and search answer within the target under load',
    profiles: ['quick', 'gate', 'nightly'],
    runbook: RESPONSE_TIME,
    reddens: [],
  },
  {
    smoke: { perMinute: 75 * 60, seconds: 5, vus: 8, maxVUs: 8 },
    normal: { perMinute: 160 * 60, seconds: 10, vus: 16, maxVUs: 16 },
    peak: { perMinute: 400 * 60, seconds: 20, vus: 24, maxVUs: 24 },
  },
  40,
);
