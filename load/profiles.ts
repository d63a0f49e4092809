// Values derived from the shapes of the load scripts, for the scripts (also in k6) and for the adapter.
import { LOAD_SHARE_OF_LIMIT } from '../judging.ts';
import { EXTERNAL_LIMITS } from '../kpis.ts';
import { BROWSE, type Visit } from './shapes/browse-shape.ts';
import { LIMIT_PER_MINUTE, type EndpointName, type ProfileName, type Shape, type Steady } from './shapes/shape.ts'; // prettier-ignore
import { SHAPES } from './shapes/shapes.generated.ts';
import { VOTING, type Voters } from './shapes/voting-shape.ts';

export { SHAPES };
export type ScriptName = keyof typeof SHAPES;
export const SCRIPTS = Object.keys(SHAPES) as readonly ScriptName[];

/** The endpoints of each script, in display order. */
export const asksOf = (script: ScriptName): readonly EndpointName[] => SHAPES[script].asks;
/** Whether a slow site gets fewer requests. */
export const isClosed = (script: ScriptName): boolean => (SHAPES[script] as Shape<unknown>).closed === true;
/** Scripts that cannot run within half of the site's limit. */
export const NEEDS_ALLOW_LOAD: readonly ScriptName[] = SCRIPTS.filter((name) => SHAPES[name].remote === undefined);

/** `isLimited` limits the smoke profile to half of the site's limit (for every target that is not on this machine). */
export function steady(
  profile: ProfileName,
  endpoint: EndpointName,
  isLimited: boolean,
  script: 'latency' | 'soak',
): Steady {
  const { profiles, remote } = SHAPES[script];
  if (!isLimited || !remote) return profiles[profile];
  return { ...remote, perMinute: Math.floor(LIMIT_PER_MINUTE[endpoint] * LOAD_SHARE_OF_LIMIT) };
}
const chosen = <T>({ profiles, remote }: Shape<T>, profile: ProfileName, isLimited: boolean): T =>
  isLimited && remote !== undefined ? remote : profiles[profile];
export const visit = (profile: ProfileName, isLimited: boolean, shape: Shape<Visit> = BROWSE): Visit =>
  chosen(shape, profile, isLimited);
export const voters = (profile: ProfileName, isLimited: boolean): Voters => chosen(VOTING, profile, isLimited);

/** Seconds in which a script starts requests. */
export function seconds(script: ScriptName, profile: ProfileName, isLimited: boolean): number {
  const shape = SHAPES[script] as Shape<unknown>;
  return shape.seconds(chosen(shape, profile, isLimited));
}

/** Planned requests of a run, over all endpoints; an estimate if visitors pause. */
export function planned(script: ScriptName, profile: ProfileName, isLimited: boolean): number {
  if (isLimited && (script === 'latency' || script === 'soak')) {
    return asksOf(script).reduce((sum, name) => {
      const { perMinute, seconds: length } = steady(profile, name, isLimited, script);
      return sum + Math.floor((perMinute * length) / 60);
    }, 0);
  }
  const shape = SHAPES[script] as Shape<unknown>;
  return shape.planned(chosen(shape, profile, isLimited));
}

/** Iterations that may be dropped: k6's own start-up drops a few of every run. */
export const droppedAllowed = (script: ScriptName, profile: ProfileName, isLimited: boolean): number =>
  Math.max(1, Math.floor(planned(script, profile, isLimited) * 0.02));

/**
 * Why the external calls of `artists/search` would exceed our share: it calls Spotify and Ticketmaster for every query
 * that finds fewer than ten artists (mysetlist-app 1.8). Our share is half of their limit a minute, and a tenth of it a day.
 */
export function quotaRefusal(script: ScriptName, profile: ProfileName, isLimited: boolean): string | undefined {
  if (!asksOf(script).includes('artists-search')) return undefined;
  const { visitors, seconds: length, thinkMs } = visit(profile, isLimited);
  const perMinute = Math.ceil((visitors * 60_000) / (BROWSE.asks.length * thinkMs[0]));
  const inAll = Math.ceil((perMinute * length) / 60);
  const minute =
    Math.min(EXTERNAL_LIMITS.spotifyPerMinute, EXTERNAL_LIMITS.ticketmasterPerMinute) * LOAD_SHARE_OF_LIMIT;
  const day = EXTERNAL_LIMITS.ticketmasterPerDay / 10;
  if (perMinute <= minute && inAll <= day) return undefined;
  return `up to ${perMinute} artist searches a minute (${inAll} in all) would each call Spotify and Ticketmaster. Allowed: ${minute} a minute and ${day} in all`;
}
