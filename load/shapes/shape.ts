// What the shapes of all load scripts share: profiles, endpoints with the site's limits, manners away from this machine.
import { SITE_LIMITS, type Profile } from '../../kpis.ts';

export const PROFILE_NAMES = ['smoke', 'normal', 'peak'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** The site's limit for each path that the scripts ask (mysetlist-app 4.3); pages have none, and keep to the default. */
export const LIMIT_PER_MINUTE = {
  trending: SITE_LIMITS.trendingPerMinute,
  search: SITE_LIMITS.defaultPerMinute,
  'artists-search': SITE_LIMITS.artistsSearchPerMinute,
  home: SITE_LIMITS.defaultPerMinute,
  artists: SITE_LIMITS.defaultPerMinute,
  'trending-page': SITE_LIMITS.defaultPerMinute,
  'sign-in': 1, // five in five minutes
  vote: SITE_LIMITS.defaultPerMinute / 2, // one path for both, and each vote reads as often as it writes
  votes: SITE_LIMITS.defaultPerMinute / 2,
  'vote-count': SITE_LIMITS.defaultPerMinute,
} as const;
export type EndpointName = keyof typeof LIMIT_PER_MINUTE;

/** A request is given up after this: longer than the runbook's 5 s line, so that a mean above it can be seen. */
export const REQUEST_TIMEOUT_MS = 6_000;

/** A steady arrival rate for one endpoint. `vus` stand ready, at most `maxVUs`: what the site holds open at once. */
export type Steady = { perMinute: number; seconds: number; vus: number; maxVUs: number };

/** The check that a script is. What it asks, and that it needs --allow-load, follows from its shape. */
export type LoadCheck = {
  id: `load.${string}`;
  /** The promise, as a sentence. */
  title: string;
  /** Profiles that run it; without any it is asked for by name (`--only load.soak`). */
  profiles: readonly Profile[];
  /** Section of the runbook it answers to. */
  runbook: string;
  needsAccount?: true;
  /** Faults of the stand-in that turn it red, beside those of the paths that it asks. */
  reddens: readonly string[];
};
export const RESPONSE_TIME = 'Monitoring and Alerting: Response Time';

/**
 * How hard a script asks. On this machine, or anywhere with --allow-load, `profiles` holds; elsewhere, `polite`, it keeps to
 * half the site's limit, or `away` is undefined and the script needs --allow-load.
 */
export type Shape<T> = {
  check: LoadCheck;
  /** What it asks, in the order in which it is shown. */
  asks: readonly EndpointName[];
  /** A slow site gets fewer requests, and no iteration is ever dropped: visitors, not a rate. */
  closed?: true;
  /** Answers carry the slot of the run they fall into; the alert lines are judged over sliding windows. */
  slots?: true;
  /** Answers count for the KPIs. Not where the script overloads the site on purpose, or asks as one account. */
  records?: true;
  profiles: Readonly<Record<ProfileName, T>>;
  away?: T;
  /** Seconds in which a run starts requests. */
  seconds: (at: T) => number;
  /** Requests that a run asks for, all endpoints; about that many where visitors think. */
  planned: (at: T) => number;
};

/** Requests at the same rate for each endpoint; `away` at the endpoint's own limit. */
export const steadyShape = (
  check: LoadCheck,
  profiles: Shape<Steady>['profiles'],
  awaySeconds: number,
): Shape<Steady> => ({
  check,
  asks: ['trending', 'search'],
  slots: true,
  records: true,
  profiles,
  away: { perMinute: 0, seconds: awaySeconds, vus: 2, maxVUs: 6 },
  seconds: ({ seconds }) => seconds,
  planned: ({ perMinute, seconds }) => 2 * Math.floor((perMinute * seconds) / 60),
});
