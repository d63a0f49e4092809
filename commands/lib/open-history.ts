// Which history a command reads and writes: the one that --history names, else HISTORY_URL, else this machine's own.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { TICK_RULES } from '../../judging.ts';
import { isServer } from '../../monitoring/history/database.ts';
import { spoolFolder } from '../../monitoring/history/spool-file.ts';
import { openHistory, type History, type HistoryOptions } from '../../monitoring/history/store.ts';
import { PRIVATE } from './run-folder.ts';

/** A file or the URL of a libsql server. */
export const historyLocation = (asked?: string): string =>
  asked ?? (process.env['HISTORY_URL'] || path.join(PRIVATE, 'history.db'));

/** What to say where --history names a file that does not exist: opening it would make an empty one, and a mistyped name would look like a quiet site. */
export const missingHistory = (asked: string | undefined): string | undefined =>
  asked === undefined || isServer(asked) || existsSync(asked)
    ? undefined
    : `there is no history ${asked} yet. A run of the monitor makes it; --history names another`;

/** Where samples are kept that the history cannot take. */
export const spoolOf = (location: string): string => spoolFolder(location, PRIVATE);

/** HISTORY_TOKEN opens a server. */
export function historyOptions(target: string, location: string): HistoryOptions {
  const authToken = process.env['HISTORY_TOKEN'];
  return { location, target, ...(authToken ? { authToken } : {}) };
}

/** Opens for a command that a person waits for: a locked history is tried again for a minute, and that is said. Throws HistoryError. */
export async function openHistoryOf(
  target: string,
  location: string,
  patienceMs: number = TICK_RULES.lockedPatienceMs,
): Promise<History> {
  const history = await openHistory({
    ...historyOptions(target, location),
    patienceMs,
    onWait: () => console.error(`history: another run is writing; trying again for ${patienceMs / 1_000} s`),
  });
  if (history.note !== undefined) console.error(history.note);
  return history;
}
