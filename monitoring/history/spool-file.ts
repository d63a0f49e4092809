// The spool: entries that a tick could not store in the history, one line each. The next run that opens the history imports them.
import { makeFolder } from '../../common/make-folder.ts';
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { ResultRecord } from '../../reports/result.ts';
import type { Sample } from '../sample.ts';
import type { StateReading } from '../window-source.ts';
import { isServer } from './database.ts';
import type { RunRow } from './run-rows.ts';

/** Entries that can be stored later. */
export type SpoolEntry = { target: string; run: string } & (
  | { kind: 'samples'; samples: readonly Sample[] }
  | { kind: 'states'; readings: readonly StateReading[] }
  | { kind: 'records'; records: readonly ResultRecord[] }
  | { kind: 'run'; row: RunRow }
  | { kind: 'deployment'; commit: string; address: string; at: number; verdict: string | null }
);

/** Ending of the file of a running process. Only that process writes it. */
const OPEN = '.open.ndjson';
const CLOSED = '.ndjson';

/** Next to a history file; for a server, below `privateDir`. */
export const spoolFolder = (location: string, privateDir: string): string =>
  isServer(location) || location === ':memory:' ? path.join(privateDir, 'spool') : `${path.resolve(location)}.spool`;

export class SpoolFile {
  readonly folder: string;
  readonly #name = `${process.pid}-${Date.now()}-${randomBytes(4).toString('hex')}`;
  #closed = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  get path(): string {
    return path.join(this.folder, this.#name + OPEN);
  }

  /** Throws if the spool cannot be written either. */
  append(entry: SpoolEntry): void {
    makeFolder(this.folder, 0o700);
    appendFileSync(this.path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  }

  /** Closes the file, so that any run may import it. */
  close(): void {
    if (!existsSync(this.path)) return;
    this.#closed += 1;
    renameSync(this.path, path.join(this.folder, `${this.#name}-${this.#closed}${CLOSED}`));
  }
}

/** `torn`: incomplete lines of a killed run. */
export type Spooled = { file: string; id: string; entries: SpoolEntry[]; torn: number };

/** Files that no process writes any more: closed files, and files of ended processes. */
export function readSpools(folder: string): Spooled[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(CLOSED) && (!name.endsWith(OPEN) || !isAlive(Number.parseInt(name, 10))))
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch {
        return []; // another run has just imported it
      }
      const lines = text.split('\n').filter(Boolean);
      // The last line of a killed run may be incomplete.
      const entries = lines.flatMap((line) => parsed(line) ?? []);
      // The id is the name without its ending, so an open file keeps its id when it is closed.
      return [
        {
          file,
          id: name.replace(OPEN, '').replace(/(-\d+)?\.ndjson$/, '$1'),
          entries,
          torn: lines.length - entries.length,
        },
      ];
    });
}

export const removeSpool = ({ file }: Spooled): void => rmSync(file, { force: true });

function parsed(line: string): SpoolEntry | undefined {
  try {
    return JSON.parse(line) as SpoolEntry;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
