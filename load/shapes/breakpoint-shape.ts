// The range of rates of `breakpoint`, and the number of ramps.
import { RESPONSE_TIME, type Shape, type Steady } from './shape.ts';

/** The rate per endpoint rises in a straight line. `mustPerMinute` is the rate that the site has to hold. */
export type Climb = Steady & { toPerMinute: number; mustPerMinute: number; ramps: number };
/** Several ramps separate a short disturbance of the machine from the site's limit. The middle ramp is the answer. */
const RAMPS = 3;
const climb = (from: number, to: number, must: number, seconds: number, vus: number): Climb => ({
  perMinute: from * 60,
  toPerMinute: to * 60,
  mustPerMinute: must * 60,
  seconds,
  vus,
  maxVUs: vus,
  ramps: RAMPS,
});

/** It exceeds half the site's limit, so it needs --allow-load. The script climbs once; the adapter runs it `ramps` times. */
export const BREAKPOINT: Shape<Climb> = {
  check: {
    // No scheduled run may search for the limit of a site.
    id: 'load.breakpoint',
    title: 'The site holds the required request rate within the target',
    profiles: [],
    runbook: RESPONSE_TIME,
    reddens: [],
  },
  asks: ['trending', 'search'],
  slots: true,
  profiles: {
    smoke: climb(10, 200, 50, 10, 16),
    normal: climb(20, 800, 160, 60, 40),
    peak: climb(20, 2_000, 400, 180, 80),
  },
  seconds: ({ seconds }) => seconds,
  planned: ({ perMinute, toPerMinute, seconds }) => Math.round(((perMinute + toPerMinute) * seconds) / 60),
};
