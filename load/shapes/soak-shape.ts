// The rate and the length of `soak`.
import { RESPONSE_TIME, steadyShape } from './shape.ts';

export const SOAK = steadyShape(
  {
    // It takes too long for a scheduled run.
    id: 'load.soak',
    title: 'Response times stay within the target for a long time',
    profiles: [],
    runbook: RESPONSE_TIME,
    reddens: [],
  },
  {
    smoke: { perMinute: 30 * 60, seconds: 20, vus: 8, maxVUs: 8 },
    normal: { perMinute: 60 * 60, seconds: 600, vus: 16, maxVUs: 16 },
    peak: { perMinute: 100 * 60, seconds: 3_600, vus: 24, maxVUs: 24 },
  },
  300,
);
