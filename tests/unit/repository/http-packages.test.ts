// What a command over HTTP imports is what `packages.ts` installs: one package more is a broken tick, one less is slower than it need be.
import assert from 'node:assert/strict';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { COMMANDS } from '../../../actions/action-inputs.ts';
import {
  HTTP_PACKAGES,
  installKey,
  isInstalled,
  manifestOf,
  markFile,
  PAGE_PACKAGES,
} from '../../../actions/packages.ts';

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

const commandFiles = (...names: string[]): string[] => names.map((name) => `commands/${name}.ts`);

/** Both directions: what is imported and not listed, and what is listed for nothing. */
function assertSame(found: ReadonlySet<string>, listed: readonly string[]): void {
  assert.deepEqual(
    [...found].filter((name) => !listed.includes(name)),
    [],
    'not installed: add it to actions/packages.ts',
  );
  assert.deepEqual(
    listed.filter((name) => !found.has(name)),
    [],
    'installed for nothing',
  );
}

// What the action starts: a command of its own input, and `history`, which adds a finished run.
test('the packages of HTTP commands are those that they import', () => {
  const workers = globSync('load/engine/worker/**/*.ts', { cwd: ROOT });
  assertSame(
    packagesOf([...commandFiles('gate', 'monitor', 'load', 'incidents', 'history'), ...workers]),
    HTTP_PACKAGES,
  );
});

test('the packages of the status page are those that it imports in addition', () => {
  const page = packagesOf(commandFiles('report'));
  const more = new Set([...page].filter((name) => !(HTTP_PACKAGES as readonly string[]).includes(name)));
  assertSame(more, PAGE_PACKAGES);
});

test('each command of the action uses one of the lists, or the full installation', () => {
  assert.deepEqual([...COMMANDS].sort(), ['acknowledge', 'audit', 'gate', 'incidents', 'load', 'monitor', 'report']);
});

test('a larger installation serves a smaller kind, never the other way round', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'suite-packages-'));
  try {
    mkdirSync(path.join(root, 'node_modules'));
    writeFileSync(path.join(root, 'package-lock.json'), '{}');
    assert.equal(isInstalled('http', root), false);
    writeFileSync(markFile(root), installKey('page', root));
    assert.deepEqual(
      (['http', 'page', 'browser'] as const).map((kind) => isInstalled(kind, root)),
      [true, true, false],
    );
    writeFileSync(path.join(root, 'package-lock.json'), '{ "lockfileVersion": 3 }');
    assert.equal(isInstalled('http', root), false, 'another lock file is another installation');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('an HTTP-only installation has no browser, and both leave out packages for our own tests', () => {
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  assert.deepEqual(Object.keys(manifestOf('http', manifest).dependencies ?? {}).sort(), [...HTTP_PACKAGES]);
  const browser = manifestOf('browser', manifest);
  assert.ok('lighthouse' in (browser.dependencies ?? {}));
  assert.equal('devDependencies' in browser, false);
});
