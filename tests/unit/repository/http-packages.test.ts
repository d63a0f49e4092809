// What a command over HTTP imports is what `packages.ts` installs: one package more is a broken tick, one less is slower than it need be.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { HTTP_PACKAGES, manifestOf } from '../../../actions/packages.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const STATIC = /^(?:import|export)\s(?!type\b)[^'";]*?from\s*'([^']+)'|^import\s*'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;

/** Loaded only for a browser's work, or where OTLP is asked for (which says so where it is missing), and only by `import()`. */
const BROWSER_ONLY = [
  'monitoring/metrics/send-otlp.ts',
  'commands/lib/stages/run-journeys.ts',
  'commands/lib/stages/run-audits.ts',
  'commands/lib/journey-runner.ts',
];

/** Packages that are loaded when `entries` run over HTTP. */
function packagesOf(entries: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const enter = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    const imported = [...text.matchAll(STATIC)].map(([, from, bare]) => from ?? bare ?? '');
    const later = [...text.matchAll(DYNAMIC)].map((m) => m[1] ?? '');
    for (const specifier of [...imported, ...later]) {
      const to = path.join(path.dirname(file), specifier);
      if (later.includes(specifier) && BROWSER_ONLY.includes(to)) continue;
      if (specifier.startsWith('.')) enter(to);
      else if (!specifier.startsWith('node:')) packages.add(/^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
    }
  };
  for (const entry of entries) enter(entry);
  return packages;
}

test('the packages of HTTP commands are those that they import', () => {
  const commands = ['gate', 'monitor', 'load', 'incidents'].map((name) => `commands/${name}.ts`);
  const workers = globSync('load/engine/worker/**/*.ts', { cwd: ROOT });
  const found = packagesOf([...commands, ...workers]);
  const listed = new Set<string>(HTTP_PACKAGES);
  assert.deepEqual(
    [...found].filter((name) => !listed.has(name)),
    [],
    'not installed for HTTP: add it to actions/packages.ts',
  );
  assert.deepEqual(
    [...listed].filter((name) => !found.has(name)),
    [],
    'installed for nothing',
  );
});

test('an installation for HTTP has no browser, and both leave out what only our own tests need', () => {
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  assert.deepEqual(Object.keys(manifestOf('http', manifest).dependencies ?? {}).sort(), [...HTTP_PACKAGES]);
  const browser = manifestOf('browser', manifest);
  assert.ok('lighthouse' in (browser.dependencies ?? {}));
  assert.equal('devDependencies' in browser, false);
});
