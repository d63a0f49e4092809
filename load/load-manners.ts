// How much load may be sent to which target.
import { isLoopback } from '../common/loopback.ts';
import { NEEDS_ALLOW_LOAD, quotaRefusal, type ScriptName } from './profiles.ts';
import type { ProfileName } from './shapes/shape.ts';

export type Asked = { target: URL; profile: ProfileName; allowLoad: boolean; script?: ScriptName };
/** Whether the load must keep to half the site's limit: on any machine but this one, unless its owner allowed more. */
export const isPolite = ({ target, allowLoad, profile, script = 'latency' }: Asked): boolean =>
  !isLoopback(target) && !(allowLoad && (profile !== 'smoke' || NEEDS_ALLOW_LOAD.includes(script)));

/** Why this load may not be sent, for the command to say before anything is; undefined where it may. */
export function loadRefusal(asked: Asked): string | undefined {
  const { target, profile, allowLoad, script = 'latency' } = asked;
  if (isLoopback(target)) return undefined;
  const what = profile === 'smoke' ? `load script "${script}"` : `load profile "${profile}"`;
  if (!allowLoad && (profile !== 'smoke' || NEEDS_ALLOW_LOAD.includes(script))) {
    return `${what} goes beyond half the limit of ${target.host}: it needs --allow-load`;
  }
  return quotaRefusal(script, profile, isPolite(asked));
}
