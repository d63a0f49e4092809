// How much load may be sent to which target.
import { isLoopback } from '../common/loopback.ts';
import { NEEDS_ALLOW_LOAD, quotaRefusal, type ScriptName } from './profiles.ts';
import type { ProfileName } from './shapes/shape.ts';

export type Asked = { target: URL; profile: ProfileName; allowLoad: boolean; script?: ScriptName };
/** Whether the load must stay at half of the site's limit: on every other machine, unless --allow-load is given. */
export const mustBeLimited = ({ target, allowLoad, profile, script = 'latency' }: Asked): boolean =>
  !isLoopback(target) && !(allowLoad && (profile !== 'smoke' || NEEDS_ALLOW_LOAD.includes(script)));

/** Why this load is not allowed, for an error before anything is sent; undefined if it is allowed. */
export function loadRefusal(asked: Asked): string | undefined {
  const { target, profile, allowLoad, script = 'latency' } = asked;
  if (isLoopback(target)) return undefined;
  const what = profile === 'smoke' ? `load script "${script}"` : `load profile "${profile}"`;
  if (!allowLoad && (profile !== 'smoke' || NEEDS_ALLOW_LOAD.includes(script))) {
    return `${what} exceeds half of the rate limit of ${target.host}: it needs --allow-load`;
  }
  return quotaRefusal(script, profile, mustBeLimited(asked));
}
