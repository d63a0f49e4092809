// The height and the phases of `spike`.
import { RESPONSE_TIME, type Shape, type Steady } from './shape.ts';

/** A rate per endpoint, then `times` that rate, then the first rate again. */
export type Spike = Steady & { times: number; phases: { before: number; spike: number; after: number } };
const spike = (perSecond: number, vus: number, before: number, rush: number, after: number): Spike => ({
  perMinute: perSecond * 60,
  seconds: before + rush + after,
  times: 10,
  phases: { before, spike: rush, after },
  vus,
  maxVUs: vus,
});

/** It exceeds half the site's limit, so it needs --allow-load. */
export const SPIKE: Shape<Spike> = {
  check: {
    id: 'load.spike',
    title: 'The site survives a tenfold spike and recovers',
    profiles: ['nightly'],
    runbook: RESPONSE_TIME,
    reddens: [],
  },
  asks: ['trending', 'search'],
  profiles: { smoke: spike(20, 12, 2, 3, 3), normal: spike(40, 24, 5, 10, 15), peak: spike(80, 40, 10, 20, 30) },
  seconds: ({ seconds }) => seconds,
  planned: ({ perMinute, times, phases }) =>
    Math.round((2 * perMinute * (phases.before + phases.spike * times + phases.after)) / 60),
};
