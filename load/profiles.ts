// How hard each script asks in each profile: one table. Read by the scripts (k6 too) and by the adapter; imports kpis.ts.
import { EXTERNAL_LIMITS, SITE_LIMITS } from '../kpis.ts';

export const PROFILE_NAMES = ['smoke', 'normal', 'peak'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];
export const SCRIPTS = ['latency', 'browse', 'voting', 'spike', 'soak', 'breakpoint'] as const;
export type ScriptName = (typeof SCRIPTS)[number];

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

/** What each script asks, in the order in which it is shown. */
export const ASKS: Readonly<Record<ScriptName, readonly EndpointName[]>> = {
  latency: ['trending', 'search'],
  browse: ['home', 'trending', 'search', 'artists', 'artists-search', 'trending-page'],
  voting: ['sign-in', 'votes', 'vote', 'vote-count'],
  spike: ['trending', 'search'],
  soak: ['trending', 'search'],
  breakpoint: ['trending', 'search'],
};

/** A steady arrival rate for one endpoint. `vus` stand ready, at most `maxVUs`: what the site holds open at once. */
export type Steady = { perMinute: number; seconds: number; vus: number; maxVUs: number };
/** Visitors that go round for so long; after each request they think for a time between these two. */
export type Visit = { visitors: number; seconds: number; thinkMs: readonly [least: number, most: number] };
/** Each voter casts and undoes so many votes, one song each; thinks before every request. */
export type Voters = { voters: number; rounds: number; thinkMs: number };
/** A rate per endpoint, `times` as much for a while, and the rate again. */
export type Spike = Steady & { times: number; phases: { before: number; spike: number; after: number } };
/** From a rate per endpoint to another one in a straight line; `must` per minute it has to hold. */
export type Climb = Steady & { toPerMinute: number; mustPerMinute: number };
type Shapes = { latency: Steady; browse: Visit; voting: Voters; spike: Spike; soak: Steady; breakpoint: Climb };

/** On this machine, or anywhere with --allow-load. No VU is started while it measures: that would disturb the measuring. */
export const PROFILES: { readonly [S in ScriptName]: Readonly<Record<ProfileName, Shapes[S]>> } = {
  latency: {
    smoke: { perMinute: 75 * 60, seconds: 5, vus: 8, maxVUs: 8 },
    normal: { perMinute: 160 * 60, seconds: 10, vus: 16, maxVUs: 16 },
    peak: { perMinute: 400 * 60, seconds: 20, vus: 24, maxVUs: 24 },
  },
  browse: {
    smoke: { visitors: 10, seconds: 5, thinkMs: [20, 100] },
    normal: { visitors: 20, seconds: 15, thinkMs: [100, 500] },
    peak: { visitors: 50, seconds: 30, thinkMs: [200, 1_000] },
  },
  voting: {
    smoke: { voters: 4, rounds: 10, thinkMs: 40 },
    normal: { voters: 8, rounds: 30, thinkMs: 50 },
    peak: { voters: 8, rounds: 100, thinkMs: 50 },
  },
  spike: {
    smoke: {
      perMinute: 20 * 60,
      seconds: 8,
      times: 10,
      phases: { before: 2, spike: 3, after: 3 },
      vus: 12,
      maxVUs: 12,
    },
    normal: { perMinute: 40 * 60, seconds: 30, times: 10, phases: { before: 5, spike: 10, after: 15 }, vus: 24, maxVUs: 24 }, // prettier-ignore
    peak: { perMinute: 80 * 60, seconds: 60, times: 10, phases: { before: 10, spike: 20, after: 30 }, vus: 40, maxVUs: 40 }, // prettier-ignore
  },
  soak: {
    smoke: { perMinute: 30 * 60, seconds: 20, vus: 8, maxVUs: 8 },
    normal: { perMinute: 60 * 60, seconds: 600, vus: 16, maxVUs: 16 },
    peak: { perMinute: 100 * 60, seconds: 3_600, vus: 24, maxVUs: 24 },
  },
  breakpoint: {
    smoke: { perMinute: 10 * 60, toPerMinute: 200 * 60, mustPerMinute: 50 * 60, seconds: 10, vus: 16, maxVUs: 16 },
    normal: { perMinute: 20 * 60, toPerMinute: 800 * 60, mustPerMinute: 160 * 60, seconds: 60, vus: 40, maxVUs: 40 },
    peak: { perMinute: 20 * 60, toPerMinute: 2_000 * 60, mustPerMinute: 400 * 60, seconds: 180, vus: 80, maxVUs: 80 },
  },
};

/** Half the site's limit per path: the other half belongs to the probes and to real visitors behind the same address. */
const SHARE_OF_LIMIT = 0.5;
const AWAY = { seconds: 40, vus: 2, maxVUs: 6 } as const;
/** Six requests a round: two visitors ask each path less than half as often as the site allows. */
const AWAY_VISIT: Visit = { visitors: 2, seconds: 60, thinkMs: [1_000, 2_000] };
/** Reads and writes of votes share one path: at most 30 of its requests a minute. */
const AWAY_VOTERS: Voters = { voters: 1, rounds: 5, thinkMs: 2_500 };
/** What cannot be done within half the site's limit. */
export const NEEDS_ALLOW_LOAD: readonly ScriptName[] = ['spike', 'breakpoint'];

/** A request is given up after this: longer than the runbook's 5 s line, so that a mean above it can be seen. */
export const REQUEST_TIMEOUT_MS = 6_000;

/** `polite` keeps the smoke profile to half the site's limit (any target off this machine). */
export function steady(
  profile: ProfileName,
  endpoint: EndpointName,
  polite: boolean,
  script: 'latency' | 'soak' = 'latency',
): Steady {
  // prettier-ignore
  if (!polite) return PROFILES[script][profile];
  const seconds = script === 'soak' ? 300 : AWAY.seconds;
  return { ...AWAY, seconds, perMinute: Math.floor(LIMIT_PER_MINUTE[endpoint] * SHARE_OF_LIMIT) };
}
export const visit = (profile: ProfileName, polite: boolean): Visit => (polite ? AWAY_VISIT : PROFILES.browse[profile]);
export const voters = (profile: ProfileName, polite: boolean): Voters =>
  polite ? AWAY_VOTERS : PROFILES.voting[profile];

/** Seconds in which a script starts requests. */
export function seconds(script: ScriptName, profile: ProfileName, polite: boolean): number {
  if (script === 'voting') {
    const { rounds, thinkMs } = voters(profile, polite);
    return Math.ceil((rounds * REQUESTS_PER_VOTE * (thinkMs + 50)) / 1_000);
  }
  if (script === 'browse') return visit(profile, polite).seconds;
  if (script === 'latency' || script === 'soak') {
    return Math.max(...ASKS[script].map((name) => steady(profile, name, polite, script).seconds));
  }
  return PROFILES[script][profile].seconds;
}

/** The song as it stands, the vote, its count, the undoing, the song again. */
export const REQUESTS_PER_VOTE = 5;

/** Requests that a run asks for, all endpoints; about that many where visitors think. */
export function planned(script: ScriptName, profile: ProfileName, polite: boolean): number {
  switch (script) {
    case 'browse': {
      const { visitors, seconds: length, thinkMs } = visit(profile, polite);
      return Math.round((visitors * length * 2_000) / (thinkMs[0] + thinkMs[1]));
    }
    case 'voting': {
      const { voters: count, rounds } = voters(profile, polite);
      return count * rounds * REQUESTS_PER_VOTE;
    }
    case 'spike': {
      const { perMinute, times, phases } = PROFILES.spike[profile];
      return Math.round((2 * perMinute * (phases.before + phases.spike * times + phases.after)) / 60);
    }
    case 'breakpoint': {
      const { perMinute, toPerMinute, seconds: length } = PROFILES.breakpoint[profile];
      return Math.round(((perMinute + toPerMinute) * length) / 60);
    }
    default:
      return ASKS[script].reduce((sum, name) => {
        const { perMinute, seconds: length } = steady(profile, name, polite, script);
        return sum + Math.floor((perMinute * length) / 60);
      }, 0);
  }
}

/** Iterations that may be dropped: k6's own start-up drops a few of every run. */
export const droppedAllowed = (script: ScriptName, profile: ProfileName, polite: boolean): number =>
  Math.max(1, Math.floor(planned(script, profile, polite) * 0.02));

/**
 * Why the calls to others that `artists/search` causes would go too far: it asks Spotify and Ticketmaster for every query
 * that finds fewer than ten artists (mysetlist-app 1.8). At most half of their minute, and a tenth of their day.
 */
export function quotaRefusal(script: ScriptName, profile: ProfileName, polite: boolean): string | undefined {
  if (!ASKS[script].includes('artists-search')) return undefined;
  const { visitors, seconds: length, thinkMs } = visit(profile, polite);
  const perMinute = Math.ceil((visitors * 60_000) / (ASKS.browse.length * thinkMs[0]));
  const inAll = Math.ceil((perMinute * length) / 60);
  const minute = Math.min(EXTERNAL_LIMITS.spotifyPerMinute, EXTERNAL_LIMITS.ticketmasterPerMinute) * SHARE_OF_LIMIT;
  const day = EXTERNAL_LIMITS.ticketmasterPerDay / 10;
  if (perMinute <= minute && inAll <= day) return undefined;
  return `up to ${perMinute} artist searches a minute (${inAll} in all) would each call Spotify and Ticketmaster: at most ${minute} a minute and ${day} in all are ours`;
}
