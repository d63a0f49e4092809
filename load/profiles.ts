// How hard each profile asks, per endpoint. Read by the scripts (k6 too) and by the adapter; imports only kpis.ts.
import { SITE_LIMITS } from '../kpis.ts';

export const PROFILE_NAMES = ['smoke', 'normal', 'peak'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** A steady arrival rate for one endpoint. `vus` stand ready, at most `maxVUs`: what the site holds open at once. */
export type Steady = { perMinute: number; seconds: number; vus: number; maxVUs: number };

/** On this machine, or anywhere with --allow-load. No VU is started while it measures: that would disturb the measuring. */
export const PROFILES: Readonly<Record<ProfileName, Steady>> = {
  smoke: { perMinute: 75 * 60, seconds: 5, vus: 8, maxVUs: 8 },
  normal: { perMinute: 160 * 60, seconds: 10, vus: 16, maxVUs: 16 },
  peak: { perMinute: 400 * 60, seconds: 20, vus: 24, maxVUs: 24 },
};

/** Half the site's limit per path: the other half belongs to the probes and to real visitors behind the same address. */
const SHARE_OF_LIMIT = 0.5;
const AWAY = { seconds: 40, vus: 2, maxVUs: 6 } as const;

export const LIMIT_PER_MINUTE = {
  trending: SITE_LIMITS.trendingPerMinute,
  search: SITE_LIMITS.defaultPerMinute,
} as const;
export type EndpointName = keyof typeof LIMIT_PER_MINUTE;
export const ENDPOINT_NAMES = Object.keys(LIMIT_PER_MINUTE) as readonly EndpointName[];

/** A request is given up after this: longer than the runbook's 5 s line, so that a mean above it can be seen. */
export const REQUEST_TIMEOUT_MS = 6_000;

/** `polite` keeps the smoke profile to half the site's limit (any target off this machine). */
export function steady(profile: ProfileName, endpoint: EndpointName, polite: boolean): Steady {
  if (!polite) return PROFILES[profile];
  return { perMinute: Math.floor(LIMIT_PER_MINUTE[endpoint] * SHARE_OF_LIMIT), ...AWAY };
}

/** Requests that a run of this profile asks for, all endpoints. */
export const plannedRequests = (profile: ProfileName, polite: boolean): number =>
  ENDPOINT_NAMES.reduce((sum, name) => {
    const { perMinute, seconds } = steady(profile, name, polite);
    return sum + Math.floor((perMinute * seconds) / 60);
  }, 0);

/** Iterations that may be dropped: k6's own start-up drops a few of every run. */
export const droppedAllowed = (profile: ProfileName, polite: boolean): number =>
  Math.max(1, Math.floor(plannedRequests(profile, polite) * 0.02));
