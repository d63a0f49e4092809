// The container file of docs/monitoring.md, step by step in an empty folder: what is copied, the installation without development packages, the
// ordinary user, the entry point with a browser. Not shown: the base image and its packages. Needs root, for the user.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { findBrowser } from '../../checks/browser/find-browser.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { ended, ROOT } from '../commands/process.ts';

const NOBODY = 65_534;
/** The first journeys, on a busy machine. */
const JOURNEYS_MS = 120_000;
const text = /```dockerfile\n(.*?)```/s.exec(readFileSync(path.join(ROOT, 'docs/monitoring.md'), 'utf8'))?.[1] ?? '';
const steps = text
  .trim()
  .split('\n')
  .map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)] as const);
const ignored = new Set(readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').trim().split('\n'));

/** Committed files, without what .dockerignore names. */
const copyAll = (to: string): void => {
  const listed = execFileSync('git', ['-C', ROOT, 'ls-files', '-z'], { encoding: 'utf8' });
  for (const name of listed.split('\0').filter((one) => one !== '' && !ignored.has(one.split('/', 1)[0] ?? '')))
    if (existsSync(path.join(ROOT, name))) cpSync(path.join(ROOT, name), path.join(to, name));
};

/** How this machine reaches the registry: a proxy, its certificate, the settings of npm. A build of an image gets them as arguments. */
function registryAccess(): Record<string, string> {
  const settings = path.join(os.homedir(), '.npmrc');
  const named = Object.entries(process.env).filter(([name]) =>
    /^(npm_config_.*|node_extra_ca_certs|ssl_cert_\w+|(https?|no)_proxy)$/i.test(name),
  );
  return {
    ...(Object.fromEntries(named) as Record<string, string>),
    ...(existsSync(settings) ? { NPM_CONFIG_USERCONFIG: settings } : {}),
  };
}

test(
  'each step of the container file works, and the monitor runs in it as an ordinary user with a browser',
  { timeout: 580_000 },
  async (t) => {
    if (process.getuid?.() !== 0) return t.skip('not root');
    const browser = findBrowser();
    if (browser === undefined) return t.skip('no browser');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'container-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    execFileSync('chmod', ['755', folder]);
    const home = path.join(folder, 'home');
    mkdirSync(home);
    let place = folder;
    let uid = 0;
    let entry: string[] = [];
    let command: string[] = [];
    let stopSignal = '';
    const env: Record<string, string> = {
      ...registryAccess(),
      HOME: home,
      PATH: `${path.dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    };
    for (const [name, rest] of steps) {
      if (name === 'FROM') assert.match(rest, /^node:\d+-\w+-slim$/);
      else if (name === 'WORKDIR') mkdirSync((place = path.join(folder, rest)), { recursive: true });
      else if (name === 'COPY' && rest === '. .') copyAll(place);
      else if (name === 'COPY')
        for (const one of rest.split(' ').slice(0, -1)) cpSync(path.join(ROOT, one), path.join(place, one));
      // The packages of the base image's distribution: only that this distribution knows them, too.
      else if (name === 'RUN' && rest.startsWith('apt-get'))
        execFileSync('apt-cache', ['show', ...(/recommends (.*?) &&/.exec(rest)?.[1] ?? '').split(' ')], {
          stdio: 'ignore',
        });
      else if (name === 'RUN') {
        const own = rest.replaceAll('node:node', 'nobody:nogroup');
        execFileSync('sh', ['-ec', own], { cwd: place, env, stdio: ['ignore', 'ignore', 'pipe'], timeout: 400_000 });
      } else if (name === 'USER') uid = NOBODY;
      else if (name === 'ENV') Object.assign(env, Object.fromEntries(rest.split(' ').map((one) => one.split('=', 2))));
      else if (name === 'ENTRYPOINT') entry = JSON.parse(rest) as string[];
      else if (name === 'CMD') command = JSON.parse(rest) as string[];
      else if (name === 'STOPSIGNAL') stopSignal = rest;
      else assert.equal(name, 'VOLUME', `an instruction that this test does not know: ${name} ${rest}`);
    }
    assert.equal(uid, NOBODY, 'the monitor does not run as root');
    assert.ok(!existsSync(path.join(place, '.git')));
    assert.ok(!existsSync(path.join(place, 'node_modules/typescript')), 'no development packages');
    chownSync(home, NOBODY, NOBODY);
    const site = await startStandIn();
    const child = spawn(entry[0] ?? '', [...entry.slice(1), ...command, '--journeys', 'smoke'], {
      ...{ cwd: place, uid, gid: NOBODY },
      env: { ...env, TARGET_URL: site.url, BROWSER_PATH: browser.path },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    t.after(() => child.kill('SIGKILL'));
    const end = ended(child);
    const journeys = Promise.withResolvers<string>();
    createInterface({ input: child.stdout }).on(
      'line',
      (line) => line.startsWith('journeys: ') && journeys.resolve(line),
    );
    const seen = await Promise.race([
      journeys.promise,
      pause(JOURNEYS_MS, 'none in time'),
      end.then(({ stderr }) => stderr),
    ]);
    child.kill(stopSignal as NodeJS.Signals);
    const { code, stdout, stderr } = await end;
    await site.close();
    t.diagnostic(`${seen}; exit ${code}`);
    assert.equal(seen, 'journeys: front-page pass, sign-in skipped, search pass, vote skipped', stdout + stderr);
    assert.ok(code === 0 || code === 2, `exit ${code}: ${stdout}${stderr}`);
    assert.ok(existsSync(path.join(place, '.results/private/history.db')));
  },
);
