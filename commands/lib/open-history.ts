// Which history a command uses: --history, otherwise HISTORY_URL, otherwise this machine's own file.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { TICK_RULES } from '../../judging.ts';
import { isServer } from '../../monitoring/history/database.ts';
import { spoolFolder } from '../../monitoring/history/spool-file.ts';
import { openHistory, type History, type HistoryOptions } from '../../monitoring/history/store.ts';
import { PRIVATE } from './run-folder.ts';
import { complain } from './say.ts';

/** A file or the URL of a libsql server. */
export const historyLocation = (asked?: string): string =>
  asked ?? (process.env['HISTORY_URL'] || path.join(PRIVATE, 'history.db'));

/**
 * The error for a missing --history file. Opening it would create an empty history, and a mistyped name would look like a site without incidents.
 */
export const missingHistory = (asked: string | undefined): string | undefined =>
  asked === undefined || isServer(asked) || existsSync(asked)
    ? undefined
    : `there is no history ${asked} yet. A run of the monitor creates it. To use another one, set --history`;

/** The folder for samples that cannot be written to the history. */
export const spoolOf = (location: string): string => spoolFolder(location, PRIVATE);

/** HISTORY_TOKEN is the server's token. */
export function historyOptions(target: string, location: string): HistoryOptions {
  const authToken = process.env['HISTORY_TOKEN'];
  return { location, target, ...(authToken ? { authToken } : {}) };
}

/** Opens the history for an interactive command: retries a locked history for a minute and prints that. Throws HistoryError. */
export async function openHistoryOf(
  target: string,
  location: string,
  patienceMs: number = TICK_RULES.lockedPatienceMs,
): Promise<History> {
  const history = await openHistory({
    ...historyOptions(target, location),
    patienceMs,
    onWait: () => complain(`history: another run is writing; retrying for ${patienceMs / 1_000} s`),
  });
  if (history.note !== undefined) complain(history.note);
  return history;
}
