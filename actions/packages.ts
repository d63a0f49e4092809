// Which packages a command needs. The lock file decides the versions of all kinds, so one lock is enough.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const SUITE = path.resolve(import.meta.dirname, '..');
/** From the smallest to the whole: each holds the packages of those before it. */
export const KINDS = ['http', 'page', 'browser'] as const;
export type Kind = (typeof KINDS)[number];

/** What gate (HTTP stages), monitor, load and incidents import; tests/unit/repository holds both lists against the imports. */
export const HTTP_PACKAGES = [
  '@libsql/client',
  'ajv',
  'ajv-formats',
  'fflate',
  'hdr-histogram-js',
  'nodemailer',
  'parse5',
  'temporal-polyfill',
  'undici',
  'zod',
] as const;
/** What the status page imports beside them: it draws charts. */
export const PAGE_PACKAGES = ['@observablehq/plot', 'linkedom'] as const;

type PackageJson = { dependencies?: Record<string, string>; devDependencies?: unknown; optionalDependencies?: unknown };

/** package.json for an installation of `kind`: `npm ci` then leaves out of the lock file what nothing needs. */
export function manifestOf(kind: Kind, manifest: PackageJson): PackageJson {
  const rest = { ...manifest };
  delete rest.devDependencies;
  if (kind === 'browser') return rest;
  const wanted: readonly string[] = kind === 'page' ? [...HTTP_PACKAGES, ...PAGE_PACKAGES] : HTTP_PACKAGES;
  const kept = Object.entries(manifest.dependencies ?? {}).filter(([name]) => wanted.includes(name));
  return { ...rest, dependencies: Object.fromEntries(kept) };
}

/** Changes with the lock file, the list above and the machine: the key of the cache, and the mark of a finished installation. */
export function installKey(kind: Kind, root = SUITE): string {
  const hash = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update({ http: HTTP_PACKAGES, page: PAGE_PACKAGES, browser: [] }[kind].join())
    .digest('hex');
  const node = process.versions.node.split('.')[0] ?? '';
  return `mysetlist-${kind}-${process.platform}-${process.arch}-node${node}-${hash.slice(0, 20)}`;
}

/** Written last, so that a cache of half an installation is noticed. */
export const markFile = (root = SUITE): string => path.join(root, 'node_modules', '.installed-for');
export function isInstalled(kind: Kind, root = SUITE): boolean {
  if (!existsSync(markFile(root))) return false;
  const mark = readFileSync(markFile(root), 'utf8');
  return KINDS.slice(KINDS.indexOf(kind)).some((at) => mark === installKey(at, root));
}

/** The version of a package in the lock file. Throws where it has none. */
export function lockedVersion(name: string, root = SUITE): string {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string } | undefined>;
  };
  const version = lock.packages[`node_modules/${name}`]?.version;
  if (version === undefined) throw new Error(`package-lock.json has no ${name}`);
  return version;
}
