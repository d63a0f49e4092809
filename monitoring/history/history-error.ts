// Errors of a history, in one line with what to do. Never contains a token or the path of a URL.

export type HistoryTrouble =
  'locked' | 'full' | 'read-only' | 'corrupt' | 'foreign' | 'newer' | 'unreachable' | 'failed';

/** The history cannot be opened, read or written. Code branches on `trouble`. */
export class HistoryError extends Error {
  override name = 'HistoryError';
  readonly trouble: HistoryTrouble;

  constructor(trouble: HistoryTrouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

/** First match wins; codes of SQLite, of the client, and of Node. */
const TROUBLES: readonly (readonly [RegExp, HistoryTrouble, string])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'locked', 'the database is locked (another run is writing)'],
  [/^SQLITE_FULL|^ENOSPC|^EDQUOT/, 'full', 'the disk is full: free some space'],
  [
    /^SQLITE_READONLY|^EROFS|^EACCES|^EPERM/,
    'read-only',
    'no write permission: check the permissions of the file and of its folder',
  ],
  [/^SQLITE_NOTADB/, 'corrupt', 'not an SQLite database: move the file away, or choose another with --history'],
  [
    /^SQLITE_CORRUPT/,
    'corrupt',
    'the database is damaged: move the file away, or choose another with --history. Details: npm run history -- --check',
  ],
  [/^SQLITE_CANTOPEN/, 'failed', 'the file cannot be opened: check its path and permissions'],
  [
    /^SQLITE_IOERR/,
    'failed',
    'disk read or write error: check free space, file size limit (ulimit -f) and disk health',
  ],
  [
    /^(ECONN|ENOTFOUND|EAI_AGAIN|EHOST|ENET|ETIMEDOUT|UND_ERR|HRANA_|SERVER_ERROR|fetch failed)/,
    'unreachable',
    'no answer from a libsql server: check HISTORY_URL and HISTORY_TOKEN',
  ],
];

type Coded = { code?: unknown; extendedCode?: unknown; message?: unknown; cause?: unknown };

/** Some errors have the code SQLITE_UNKNOWN and the real code in the message. */
function codeOf(error: unknown): string {
  const { code, message, cause } = (error ?? {}) as Coded;
  const fromMessage = /SQLITE_[A-Z_]+/.exec(typeof message === 'string' ? message : '')?.[0];
  if (typeof code === 'string' && code !== 'SQLITE_UNKNOWN' && code !== 'SQLITE_ERROR') return code;
  if (fromMessage && fromMessage !== 'SQLITE_UNKNOWN' && fromMessage !== 'SQLITE_ERROR') return fromMessage;
  const inner = cause && cause !== error ? codeOf(cause) : 'error';
  if (inner !== 'error') return inner;
  if (message === 'fetch failed') return message;
  return typeof code === 'string' ? code : 'error';
}

/** `verb`: open, read, write. `waitedMs`: how long access was retried. */
export function historyError(name: string, verb: string, error: unknown, waitedMs = 0): HistoryError {
  if (error instanceof HistoryError) return error;
  const code = codeOf(error);
  const [, trouble, what] = TROUBLES.find(([pattern]) => pattern.test(code)) ?? [code, 'failed', 'unknown error'];
  const details = trouble === 'failed' && !/^SQLITE_(CANTOPEN|IOERR)/.test(code) ? `: ${firstLine(error)}` : '';
  const tried = trouble === 'locked' && waitedMs >= 1_000 ? `. Retried for ${Math.round(waitedMs / 1_000)} s` : '';
  return new HistoryError(
    trouble as HistoryTrouble,
    `Cannot ${verb} history ${name}: ${what} (${code})${details}${tried}`,
  );
}

export const isLocked = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
