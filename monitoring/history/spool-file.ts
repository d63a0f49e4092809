// A spool beside the history: what a tick could not store, a line each, taken in at the next chance by whichever run comes first.
import { makeFolder } from '../../common/make-folder.ts';
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { ResultRecord } from '../../reports/result.ts';
import type { Sample } from '../sample.ts';
import type { StateReading } from '../window-source.ts';
import { isServer } from './database.ts';
import type { RunRow } from './run-rows.ts';

/** What can be stored later as well as now. */
export type SpoolEntry = { target: string; run: string } & (
  | { kind: 'samples'; samples: readonly Sample[] }
  | { kind: 'states'; readings: readonly StateReading[] }
  | { kind: 'records'; records: readonly ResultRecord[] }
  | { kind: 'run'; row: RunRow }
  | { kind: 'deployment'; commit: string; address: string; at: number; verdict: string | null }
);

/** A file of a run that goes on has this name; it is its own. */
const OPEN = '.open.ndjson';
const CLOSED = '.ndjson';

/** Beside a history's file; for a server's, below `privateDir`. */
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

  /** Throws where nothing can be written here either. */
  append(entry: SpoolEntry): void {
    makeFolder(this.folder, 0o700);
    appendFileSync(this.path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  }

  /** Gives the file away: whoever takes spools in may have it. */
  close(): void {
    if (!existsSync(this.path)) return;
    this.#closed += 1;
    renameSync(this.path, path.join(this.folder, `${this.#name}-${this.#closed}${CLOSED}`));
  }
}

export type Spooled = { file: string; id: string; entries: SpoolEntry[]; torn: number };

/** Files that nobody writes to any more: closed ones, and those of processes that are gone. */
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
        return []; // another run has just taken it in
      }
      const lines = text.split('\n').filter(Boolean);
      // The last line of a killed run may be half a line.
      const entries = lines.flatMap((line) => parsed(line) ?? []);
      // A file that was open and is closed now is the same one: its name without the ending tells them apart.
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
    // EPERM: it is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
