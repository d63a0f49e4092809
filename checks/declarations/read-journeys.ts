// Reads the declarations from the journeys' files without Playwright's runner: checks/check.ts is replaced by a stub while
// they load.
import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DeclaredCheck } from '../../reports/result.ts';
import { declared, journeyRow } from './journey-declaration.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CHECK = pathToFileURL(path.join(ROOT, 'checks/check.ts')).href;
const STUB = pathToFileURL(path.join(import.meta.dirname, 'check-stub.ts')).href;

let read: Promise<DeclaredCheck[]> | undefined;
/** Every declared journey: those of the gate first, then by file and line. Throws if a file declares none. */
export function readJourneys(): Promise<DeclaredCheck[]> {
  // A file declares its journeys when it is loaded; a module is loaded once.
  read ??= loadJourneys();
  return read;
}

async function loadJourneys(): Promise<DeclaredCheck[]> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      return resolved.url === CHECK ? { ...resolved, url: STUB } : resolved;
    },
  });
  const rows: DeclaredCheck[] = [];
  try {
    for (const file of globSync('checks/journeys/**/*.check.ts', { cwd: ROOT }).toSorted()) {
      const before = declared.length;
      await import(pathToFileURL(path.join(ROOT, file)).href);
      if (declared.length === before) throw new Error(`${file} declares no journey: test(...proves({ id, ... }), ...)`);
      rows.push(...declared.slice(before).map((journey) => journeyRow(journey, file)));
    }
  } finally {
    hooks.deregister();
  }
  const isNightly = ({ profiles }: DeclaredCheck): number => (profiles.includes('gate') ? 0 : 1);
  return rows.toSorted((a, b) => isNightly(a) - isNightly(b));
}
