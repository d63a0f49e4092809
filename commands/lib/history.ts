// Which history a command reads and writes: the one that --history names, else HISTORY_URL, else this machine's own.
import path from 'node:path';
import { openHistory, type History } from '../../reports/history/store.ts';
import { PRIVATE } from './run-folder.ts';

/** A file or the URL of a libsql server. */
export const historyLocation = (asked?: string): string =>
  asked ?? (process.env['HISTORY_URL'] || path.join(PRIVATE, 'history.db'));

/** HISTORY_TOKEN opens a server. Throws HistoryError. */
export function openHistoryOf(target: string, location: string): Promise<History> {
  const authToken = process.env['HISTORY_TOKEN'];
  return openHistory({ location, target, ...(authToken ? { authToken } : {}) });
}
