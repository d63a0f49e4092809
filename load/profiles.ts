// What follows from the shapes of the load scripts. Read by the scripts (k6 too) and by the adapter.
import { LOAD_SHARE_OF_LIMIT } from '../judging.ts';
import { EXTERNAL_LIMITS } from '../kpis.ts';
import { BROWSE, type Visit } from './shapes/browse-shape.ts';
import { LIMIT_PER_MINUTE, type EndpointName, type ProfileName, type Shape, type Steady } from './shapes/shape.ts'; // prettier-ignore
import { SHAPES } from './shapes/shapes.generated.ts';
import { VOTING, type Voters } from './shapes/voting-shape.ts';

export { SHAPES };
export type ScriptName = keyof typeof SHAPES;
export const SCRIPTS = Object.keys(SHAPES) as readonly ScriptName[];

/** What each script asks, in the order in which it is shown. */
export const asksOf = (script: ScriptName): readonly EndpointName[] => SHAPES[script].asks;
/** Whether a slow site gets fewer requests. */
export const isClosed = (script: ScriptName): boolean => (SHAPES[script] as Shape<unknown>).closed === true;
/** What cannot be done within half the site's limit. */
export const NEEDS_ALLOW_LOAD: readonly ScriptName[] = SCRIPTS.filter((name) => SHAPES[name].away === undefined);

/** `polite` keeps the smoke profile to half the site's limit (any target off this machine). */
export function steady(
  profile: ProfileName,
  endpoint: EndpointName,
  polite: boolean,
  script: 'latency' | 'soak',
): Steady {
  const { profiles, away } = SHAPES[script];
  if (!polite || !away) return profiles[profile];
  return { ...away, perMinute: Math.floor(LIMIT_PER_MINUTE[endpoint] * LOAD_SHARE_OF_LIMIT) };
}
const chosen = <T>({ profiles, away }: Shape<T>, profile: ProfileName, polite: boolean): T =>
  polite && away !== undefined ? away : profiles[profile];
export const visit = (profile: ProfileName, polite: boolean, shape: Shape<Visit> = BROWSE): Visit =>
  chosen(shape, profile, polite);
export const voters = (profile: ProfileName, polite: boolean): Voters => chosen(VOTING, profile, polite);

/** Seconds in which a script starts requests. */
export function seconds(script: ScriptName, profile: ProfileName, polite: boolean): number {
  const shape = SHAPES[script] as Shape<unknown>;
  return shape.seconds(chosen(shape, profile, polite));
}

/** Requests that a run asks for, all endpoints; about that many where visitors think. */
export function planned(script: ScriptName, profile: ProfileName, polite: boolean): number {
  if (polite && (script === 'latency' || script === 'soak')) {
    return asksOf(script).reduce((sum, name) => {
      const { perMinute, seconds: length } = steady(profile, name, polite, script);
      return sum + Math.floor((perMinute * length) / 60);
    }, 0);
  }
  const shape = SHAPES[script] as Shape<unknown>;
  return shape.planned(chosen(shape, profile, polite));
}

/** Iterations that may be dropped: k6's own start-up drops a few of every run. */
export const droppedAllowed = (script: ScriptName, profile: ProfileName, polite: boolean): number =>
  Math.max(1, Math.floor(planned(script, profile, polite) * 0.02));

/**
 * Why the calls to others that `artists/search` causes would go too far: it asks Spotify and Ticketmaster for every query
 * that finds fewer than ten artists (mysetlist-app 1.8). At most half of their minute, and a tenth of their day.
 */
export function quotaRefusal(script: ScriptName, profile: ProfileName, polite: boolean): string | undefined {
  if (!asksOf(script).includes('artists-search')) return undefined;
  const { visitors, seconds: length, thinkMs } = visit(profile, polite);
  const perMinute = Math.ceil((visitors * 60_000) / (BROWSE.asks.length * thinkMs[0]));
  const inAll = Math.ceil((perMinute * length) / 60);
  const minute =
    Math.min(EXTERNAL_LIMITS.spotifyPerMinute, EXTERNAL_LIMITS.ticketmasterPerMinute) * LOAD_SHARE_OF_LIMIT;
  const day = EXTERNAL_LIMITS.ticketmasterPerDay / 10;
  if (perMinute <= minute && inAll <= day) return undefined;
  return `up to ${perMinute} artist searches a minute (${inAll} in all) would each call Spotify and Ticketmaster: at most ${minute} a minute and ${day} in all are ours`;
}
