// What the shapes of all load scripts share: profiles, endpoints with the site's limits, manners remote from this machine.
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
  /** Profiles that run it; without any it runs only by name (`--only load.soak`). */
  profiles: readonly Profile[];
  /** Its section of the runbook. */
  runbook: string;
  needsAccount?: true;
  /** Faults of the stand-in that turn it red, in addition to the outages of its paths. */
  reddens: readonly string[];
};
export const RESPONSE_TIME = 'Monitoring and Alerting: Response Time';

/**
 * The load of a script. `profiles` applies on this machine, and with --allow-load everywhere. Otherwise the load is limited to
 * `remote` (half of the site's limit); if `remote` is undefined, the script needs --allow-load.
 */
export type Shape<T> = {
  check: LoadCheck;
  /** Its endpoints, in display order. */
  asks: readonly EndpointName[];
  /** A closed model (visitors instead of a rate): a slow site gets fewer requests, and no iteration is dropped. */
  closed?: true;
  /** Answers are tagged with their slot of the run; the alert lines are judged over sliding windows. */
  slots?: true;
  /** Answers count for the KPIs. Not set if the script overloads the site on purpose, or uses one account. */
  records?: true;
  profiles: Readonly<Record<ProfileName, T>>;
  remote?: T;
  /** Seconds in which a run starts requests. */
  seconds: (at: T) => number;
  /** Planned requests of a run, over all endpoints; an estimate if visitors pause. */
  planned: (at: T) => number;
};

/** The same request rate for each endpoint; `remote` uses half of each endpoint's own limit. */
export const steadyShape = (
  check: LoadCheck,
  profiles: Shape<Steady>['profiles'],
  remoteSeconds: number,
): Shape<Steady> => ({
  check,
  asks: ['trending', 'search'],
  slots: true,
  records: true,
  profiles,
  remote: { perMinute: 0, seconds: remoteSeconds, vus: 2, maxVUs: 6 },
  seconds: ({ seconds }) => seconds,
  planned: ({ perMinute, seconds }) => 2 * Math.floor((perMinute * seconds) / 60),
});
