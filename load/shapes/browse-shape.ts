// The number of visitors of `browse`, and their think time.
import { RESPONSE_TIME, type Shape } from './shape.ts';

/** Visitors browse for `seconds`; after each request they wait between the two times of `thinkMs`. */
export type Visit = { visitors: number; seconds: number; thinkMs: readonly [least: number, most: number] };

export const BROWSE: Shape<Visit> = {
  check: {
    id: 'load.browse',
    title: 'Browsing visitors get pages and lists within the target',
    profiles: ['nightly'],
    runbook: RESPONSE_TIME,
    reddens: [
      'redirect-loop',
      'pages-slow',
      'artists-search-500',
      'home-without-heading',
      'noindex-everywhere',
      'r2-missing-routes',
    ],
  },
  asks: ['home', 'trending', 'search', 'artists', 'artists-search', 'trending-page'],
  closed: true,
  records: true,
  profiles: {
    smoke: { visitors: 10, seconds: 5, thinkMs: [20, 100] },
    normal: { visitors: 20, seconds: 15, thinkMs: [100, 500] },
    peak: { visitors: 50, seconds: 30, thinkMs: [200, 1_000] },
  },
  /** Six requests a round: two visitors ask each path less than half as often as the site allows. */
  remote: { visitors: 2, seconds: 60, thinkMs: [1_000, 2_000] },
  seconds: ({ seconds }) => seconds,
  planned: ({ visitors, seconds, thinkMs }) => Math.round((visitors * seconds * 2_000) / (thinkMs[0] + thinkMs[1])),
};
