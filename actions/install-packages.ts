// Step "install": the packages that the command needs, and for browser commands Playwright's headless shell.
// Does nothing where a cache brought a finished installation of the same lock file.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installKey, isInstalled, KINDS, manifestOf, markFile, SUITE, type Kind } from './packages.ts';
import { annotate } from './runner-files.ts';

const NPM_DEADLINE_MS = 240_000;
const BROWSER_DEADLINE_MS = 240_000;
const BROKEN_EXIT = 3;

const kind: Kind = KINDS.find((name) => name === process.argv[2]) ?? 'browser';
const started = performance.now();
if (isInstalled(kind)) console.log(`packages for ${kind} are there already`);
else installPackages();
if (kind === 'browser') installBrowser();
console.log(`set up for ${kind} in ${((performance.now() - started) / 1000).toFixed(1)} s`);

function installPackages(): void {
  // Beside the suite: package.json there stays as the commit has it, and node_modules is moved in one step.
  const room = mkdtempSync(path.join(existsSync('/tmp') ? os.tmpdir() : SUITE, 'mysetlist-install-'));
  try {
    const manifest = JSON.parse(readFileSync(path.join(SUITE, 'package.json'), 'utf8')) as object;
    writeFileSync(path.join(room, 'package.json'), JSON.stringify(manifestOf(kind, manifest)));
    cpSync(path.join(SUITE, 'package-lock.json'), path.join(room, 'package-lock.json'));
    const end = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
      cwd: room,
      stdio: 'inherit',
      timeout: NPM_DEADLINE_MS,
      env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    });
    if (end.status !== 0) {
      annotate(
        'error',
        'set-up failed',
        `npm ci ended with ${end.status ?? end.signal ?? 'no code'}; see the step's log. The site was not asked.`,
      );
      process.exit(BROKEN_EXIT);
    }
    move(path.join(room, 'node_modules'), path.join(SUITE, 'node_modules'));
    writeFileSync(markFile(), installKey(kind));
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

/** The temporary folder may lie on another disk. */
function move(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  try {
    renameSync(from, to);
  } catch {
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
}

/** Without Playwright's own the commands look for the system's Chrome, which GitHub's runners have. */
function installBrowser(): void {
  const cli = path.join(SUITE, 'node_modules', '@playwright', 'test', 'cli.js');
  const end = spawnSync(process.execPath, [cli, 'install', '--only-shell', 'chromium'], {
    stdio: 'inherit',
    timeout: BROWSER_DEADLINE_MS,
  });
  if (end.status !== 0)
    annotate(
      'warning',
      "Playwright's browser",
      'could not be installed: the commands look for a system Chrome or Chromium instead.',
    );
}
