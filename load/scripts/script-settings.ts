// Settings of a run that every load script uses: profile, target, headers, k6 options, and the summary file.
import { readFirstPartyHeaders } from '../../common/first-party-headers.ts';
import { NEEDS_ALLOW_LOAD, type ScriptName } from '../profiles.ts';
import { REQUEST_TIMEOUT_MS, type ProfileName } from '../shapes/shape.ts';

export const profile = (__ENV['LOAD_PROFILE'] ?? 'smoke') as ProfileName;
/** Whether the load stays at half of the site's limit: the default. The adapter switches it off on this machine and with --allow-load. */
export const isLimited = __ENV['LOAD_POLITE'] !== '0';
export const target = __ENV['TARGET_URL'] ?? '';
/** Bypass headers of an access control in front of the site. All requests go to the target's own origin, and no redirect is followed. */
export const firstParty = readFirstPartyHeaders(__ENV as NodeJS.ProcessEnv).headers;
export const USER_AGENT = 'MySetlist-Synthetic-Checks (load)';
export const SUMMARY_STATS = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'];
/** Long enough for a VU to receive a pending answer. */
export const GRACEFUL_STOP = `${REQUEST_TIMEOUT_MS + 1_000}ms`;

/** Rejects a script that needs --allow-load. For `k6 run` by hand: the adapter rejects it before the start. */
export function requireAllowLoad(script: ScriptName): void {
  if (isLimited && NEEDS_ALLOW_LOAD.includes(script)) {
    throw new Error(
      `${script} sends more than half of the site's limit. Set LOAD_POLITE=0 if the owner of the site allows it`,
    );
  }
}

/** Writes the summary to a file, without the result of setup: its sessions are secrets. */
export function handleSummary(data: Record<string, unknown>): Record<string, string> {
  const shown = { ...data };
  delete shown['setup_data'];
  return { [__ENV['SUMMARY_FILE'] ?? 'load-summary.json']: JSON.stringify(shown) };
}
