// One process tries many mutants: each is a new version of the changed module and of every module that imports it, by a query on their addresses.
// All other modules are loaded once. Nothing on the disk is changed.
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const RUNNER = new URL('./small-test-runner.ts', import.meta.url).href;
/** Never a new version: the runner holds the tests of all versions. */
const SHARED: readonly string[] = [RUNNER, import.meta.url];

const importers = new Map<string, Set<string>>();
const stripped = new Map<string, string>();
let version = 0;
let renewed: ReadonlySet<string> = new Set();
let changed: { url: string; source: string } | undefined;

const plain = (url: string): string => url.split('?')[0] ?? url;
const isOurs = (url: string): boolean => url.startsWith('file:') && !url.includes('/node_modules/');

/** From here on `node:test` is the small runner, and what imports what is recorded. */
export function watchModules(): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === 'node:test' && plain(context.parentURL ?? '') !== RUNNER)
        return { url: RUNNER, format: 'module', shortCircuit: true };
      const found = next(specifier, context);
      if (!isOurs(found.url)) return found;
      const url = plain(found.url);
      if (context.parentURL !== undefined) {
        const by = importers.get(url) ?? new Set();
        importers.set(url, by.add(plain(context.parentURL)));
      }
      return renewed.has(url) ? { ...found, url: `${url}?version=${version}` } : found;
    },
    load: (url, context, next) => {
      const file = plain(url);
      if (!isOurs(url) || !file.endsWith('.ts')) return next(url, context);
      const source = file === changed?.url ? stripTypeScriptTypes(changed.source) : strippedSource(file);
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

function strippedSource(url: string): string {
  const known = stripped.get(url) ?? stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
  stripped.set(url, known);
  return known;
}

/** The module and all that import it, near or far. */
function dependentsOf(url: string): Set<string> {
  const found = new Set([url]);
  for (const one of found) for (const by of importers.get(one) ?? []) if (!SHARED.includes(by)) found.add(by);
  return found;
}

/** A new version of `file` (absolute) with this text, and of what imports it; without a text as it stands on the disk. */
export function newVersion(file: string, source?: string): void {
  const url = pathToFileURL(file).href;
  version += 1;
  renewed = dependentsOf(url);
  changed = source === undefined ? undefined : { url, source };
}

/** Of these files (absolute) the ones that the change can reach: no other can notice it. */
export const reached = (files: readonly string[]): string[] =>
  files.filter((file) => renewed.has(pathToFileURL(file).href));

/** Loads a file in the present version. */
export const load = (file: string): Promise<unknown> => {
  const url = pathToFileURL(file).href;
  return import(renewed.has(url) ? `${url}?version=${version}` : url);
};

/** The files (absolute) of ours that were loaded so far. */
export const loadedFiles = (): string[] => [...stripped.keys()].map((url) => fileURLToPath(url)).sort();
