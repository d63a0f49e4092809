// What can break while the watcher watches: each with what is broken, the exit code and the one line that names the cause. A scenario gets
// a folder of its own and a healthy site; everything else it breaks itself.
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { BROKEN_FILES } from '../unit/reports/broken-results.ts';
import type { Ended } from '../commands/process.ts';
import {
  gate,
  preload,
  listening,
  serve,
  behind,
  judged,
  inFolder,
  when,
  killed,
  signalled,
  browserThat,
  browserLostOnItsWay,
  smallDisk,
  clock,
  planted,
  OLD,
  NOTHING,
  type Scene,
} from './break-the-watcher.ts';

export type Scenario = {
  name: string;
  broken: string;
  code: number | null;
  cause: RegExp;
  seconds: number;
  run(scene: Scene): Promise<Ended>;
};

export const SCENARIOS: readonly Scenario[] = [
  ...BROKEN_FILES.map(({ name, broken, make, code, cause }): Scenario => ({ name: `results: ${name}`, broken, code, cause, seconds: 20, run: (scene) => judged(scene, make(scene.good)) })),
  { name: 'results: missing', broken: 'the file was deleted', code: 3, cause: /^results: the results file is missing$/, seconds: 20, run: (s) => inFolder(s, () => {}) },
  { name: 'results: a folder', broken: 'a folder stands in its place', code: 3, cause: /^results: the results file cannot be read \(EISDIR\)$/, seconds: 20, run: (s) => inFolder(s, (file) => mkdirSync(file)) },
  { name: 'results: a link to itself', broken: 'a link leads nowhere', code: 3, cause: /^results: the results file cannot be read \(ELOOP\)$/, seconds: 20, run: (s) => inFolder(s, (file) => symlinkSync(file, file)) },
  { name: 'results: 600 MB', broken: 'larger than a text can be', code: 3, cause: /^results: the results file cannot be read \(ERR_STRING_TOO_LONG\)$/, seconds: 40, run: (s) => inFolder(s, (file) => { writeFileSync(file, ''); truncateSync(file, 600_000_000); }) },
  { name: 'results: broken copy of the known issues', broken: 'known-issues.json is cut off', code: 3, cause: /^verdict: broken, exit code 3: .*JSON/, seconds: 20, run: (s) => inFolder(s, (file, dir) => { writeFileSync(file, s.good); writeFileSync(path.join(dir, 'known-issues.json'), '{"schema":1,'); }) },
  { name: 'no run folder', broken: 'the folder does not exist', code: 4, cause: /^verdict: .* does not exist\. Name a run's folder with --run DIR\.$/, seconds: 20, run: ({ place }) => place.run('verdict', ['--run', path.join(place.results, 'none')]) },
  { name: 'no tests', broken: 'a check that nobody has', code: 4, cause: /no-such-check/, seconds: 20, run: ({ place, site }) => place.run('gate', ['--target', site, '--only', 'journey.no-such-check']) },
  { name: 'no target', broken: 'the address is missing', code: 4, cause: /--target/, seconds: 20, run: ({ place }) => place.run('gate') },
  { name: 'known issues that are no JSON', broken: 'the file is cut off', code: 4, cause: /cannot read .*known\.json/, seconds: 20, run: (s) => { const file = path.join(s.place.results, 'known.json'); writeFileSync(file, '{'); return gate(s, s.site, {}, ['--known-issues', file]); } },
  { name: 'a header that is none', broken: 'EXTRA_HEADERS has no colon', code: 4, cause: /EXTRA_HEADERS line 1: expected "Name: value"/, seconds: 20, run: (s) => gate(s, s.site, { EXTRA_HEADERS: 'no header' }) },
  { name: 'maintenance that is no JSON', broken: 'the committed file is cut off', code: 4, cause: /not JSON/, seconds: 20, run: (s) => { const file = path.join(s.place.results, 'm.json'); writeFileSync(file, '[{'); return s.place.run('monitor', ['--target', s.site, '--for', '1s', '--maintenance', file]); } },
  { name: 'dead DNS', broken: 'the name does not resolve, the control address answers', code: 1, cause: /^availability: |front-door\.home: .*does not resolve/, seconds: 40, run: (s) => gate(s, 'http://no-such-host.invalid', {}, ['--control', s.site]) },
  { name: 'dead DNS everywhere', broken: 'neither name resolves', code: 2, cause: /own network down|neither no-such-host\.invalid nor the control address/, seconds: 40, run: (s) => gate(s, 'http://no-such-host.invalid', {}, ['--control', 'http://neither.invalid']) },
  { name: 'no network', broken: 'site and control address refuse', code: 2, cause: /own network down|nor the control address/, seconds: 40, run: (s) => gate(s, 'http://127.0.0.1:9', {}, ['--control', 'http://127.0.0.1:9']) },
  { name: 'a dead proxy', broken: 'nothing listens at HTTP_PROXY', code: 2, cause: /proxy/, seconds: 40, run: (s) => gate(s, 'http://site.invalid', { HTTP_PROXY: 'http://127.0.0.1:9' }) },
  { name: 'a proxy that is none', broken: 'HTTP_PROXY is no address', code: 2, cause: /HTTP_PROXY is not an http\(s\) address/, seconds: 40, run: (s) => gate(s, 'http://site.invalid', { HTTP_PROXY: 'ftp://x' }) },
  { name: 'the own limiter', broken: 'the site answers 429 to all', code: 2, cause: /429|rate/, seconds: 90, run: async (s) => gate(s, await serve(s, (_, response) => response.writeHead(429, { 'retry-after': '60' }).end())) },
  { name: 'a bot wall', broken: 'a challenge answers in place of the site', code: 2, cause: /blocked at the edge by a challenge of Cloudflare/, seconds: 60, run: async (s) => gate(s, await serve(s, (_, response) => response.writeHead(403, { 'cf-mitigated': 'challenge', 'content-type': 'text/html' }).end('<title>Just a moment...</title>'))) },
  { name: 'a flipped commit', broken: 'another deployment goes live during the run', code: 2, cause: /the deployment changed in the middle of the run, from efe125f1\w+ to afa125f1/, seconds: 60, run: async (s) => gate(s, await behind(s, (body, asked) => (asked > 1 ? body.replaceAll(OLD, OLD.replaceAll('e', 'a')) : body))) },
  { name: 'the clock goes an hour forward', broken: 'the machine is set', code: 0, cause: /this machine's clock is 60 min ahead of the site's Date header/, seconds: 40, run: (s) => s.place.run('gate', ['--target', s.site, '--profile', 'quick', '--only', 'contract.trending', '--no-account'], preload(s, clock(1))) },
  { name: 'the clock goes an hour back', broken: 'the machine is set', code: 0, cause: /this machine's clock is 60 min behind the site's Date header/, seconds: 40, run: (s) => s.place.run('gate', ['--target', s.site, '--profile', 'quick', '--only', 'contract.trending', '--no-account'], preload(s, clock(-1))) },
  { name: 'a full disk', broken: 'RESULTS_ROOT has 16 kB', code: 3, cause: /ENOSPC/, seconds: 40, run: (s) => gate(s, s.site, { RESULTS_ROOT: smallDisk(s, 'size=16k') }) },
  { name: 'a read-only disk', broken: 'RESULTS_ROOT may not be written', code: 3, cause: /Cannot make the folder .* \(EROFS\)\. Set RESULTS_ROOT/, seconds: 40, run: (s) => gate(s, s.site, { RESULTS_ROOT: smallDisk(s, 'ro') }) },
  { name: 'RESULTS_ROOT is a file', broken: 'a file stands in its place', code: 3, cause: /Cannot make the folder .*Set RESULTS_ROOT/, seconds: 20, run: (s) => { const file = path.join(s.place.results, 'a-file'); writeFileSync(file, ''); return gate(s, s.site, { RESULTS_ROOT: file }); } },
  { name: 'no temp folder', broken: 'TMPDIR does not exist', code: 3, cause: /Set TMPDIR/, seconds: 20, run: (s) => gate(s, s.site, { TMPDIR: path.join(s.place.results, 'none') }) },
  { name: 'an unwritable step summary', broken: 'GITHUB_STEP_SUMMARY is a folder', code: 0, cause: /^warning: cannot write the step summary .*The verdict is not affected/, seconds: 40, run: (s) => gate(s, s.site, { GITHUB_STEP_SUMMARY: s.place.results }) },
  { name: 'an unusable history', broken: 'HISTORY_URL leads nowhere', code: 0, cause: NOTHING, seconds: 40, run: (s) => gate(s, s.site, { HISTORY_URL: '/proc/none/history.db' }) },
  { name: 'a missing package', broken: 'zod is not installed', code: 3, cause: /^gate: broken, exit code 3: .*Cannot find package 'zod'.*Run `npm ci`/, seconds: 20, run: (s) => gate(s, s.site, preload(s, `import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) { if (name === 'zod') throw Object.assign(new Error("Cannot find package 'zod'"), { code: 'ERR_MODULE_NOT_FOUND' }); return next(name, context); } });`)) },
  { name: 'an error that nobody catches', broken: 'a bug of ours', code: 3, cause: /^gate: broken, exit code 3: planted/, seconds: 20, run: (s) => gate(s, s.site, preload(s, planted(`queueMicrotask(() => { throw new Error('planted'); })`))) },
  { name: 'a rejection that nobody waits for', broken: 'a bug of ours', code: 3, cause: /^gate: broken, exit code 3: planted/, seconds: 20, run: (s) => gate(s, s.site, preload(s, planted(`process.nextTick(() => Promise.reject(new Error('planted')))`))) },
  { name: 'SIGINT', broken: 'Ctrl-C in a stage', code: 3, cause: /interrupted \(SIGINT\)/, seconds: 60, run: signalled('SIGINT') },
  { name: 'SIGTERM', broken: 'the job is cancelled in a stage', code: 3, cause: /interrupted \(SIGTERM\)/, seconds: 60, run: signalled('SIGTERM') },
  { name: 'SIGHUP', broken: 'the terminal is closed in a stage', code: 3, cause: /interrupted \(SIGHUP\)/, seconds: 60, run: signalled('SIGHUP') },
  { name: 'SIGKILL of the gate', broken: 'out of memory in a stage; judged afterwards', code: 3, cause: /^results: the results have no end record: the run did not end$/, seconds: 60, run: async (s) => { await signalled('SIGKILL')(s); return s.place.run('verdict', ['--run', s.place.latest]); } },
  { name: 'stdout is closed', broken: 'the log is gone', code: 3, cause: /^stdout was closed/, seconds: 60, run: (s) => when(s, ['--profile', 'quick', '--only', 'contracts', '--no-account'], /^contracts/m, (child) => child.stdout?.destroy()) },
  { name: 'two gates at once', broken: 'two runs in one folder', code: 0, cause: NOTHING, seconds: 60, run: async (s) => { const both = await Promise.all([gate(s, s.site), gate(s, s.site)]); return both.find(({ code }) => code !== 0) ?? (both[0] as Ended); } },
  { name: 'a site that never answers', broken: 'it accepts and stays silent', code: 1, cause: /front-door\.home: .*(timed out|no first byte|deadline)/, seconds: 120, run: async (s) => gate(s, await listening(s, net.createServer(() => {}))) },
  { name: 'no browser', broken: 'BROWSER_PATH does not exist', code: 3, cause: /no browser/, seconds: 40, run: (s) => s.place.run('gate', ['--target', s.site, '--profile', 'quick', '--only', 'audits', '--no-account'], { BROWSER_PATH: '/nowhere/chrome' }) },
  { name: 'a browser that dies at once, audits', broken: 'a library is missing', code: 3, cause: /cannot open shared object/, seconds: 90, run: browserThat(`echo 'chrome: error while loading shared libraries: libnss3.so: cannot open shared object file' >&2; exit 127`, 'audits') },
  { name: 'a browser that dies at once, journeys', broken: 'a library is missing', code: 3, cause: /journey\.home\.content: .*/, seconds: 90, run: browserThat(`echo 'chrome: error while loading shared libraries: libnss3.so: cannot open shared object file' >&2; exit 127`, 'journey.home.content') },
  { name: 'SIGKILL of Playwright', broken: 'its process is ended', code: 3, cause: /Playwright was ended by SIGKILL/, seconds: 90, run: killed('journey.home.content', 'cli.js') },
  { name: 'a lost browser', broken: 'Chromium is ended during a journey', code: 3, cause: /journey\.\S+: .*(closed|crash|disconnected)/i, seconds: 90, run: browserLostOnItsWay },
  { name: 'SIGKILL of Lighthouse', broken: 'its process is ended', code: 3, cause: /Lighthouse was ended by SIGKILL/, seconds: 90, run: killed('audits', 'audits-child') },
  { name: 'SIGKILL of the load engine', broken: 'its process is ended', code: 3, cause: /the load engine ended with a signal: .*SIGKILL$/, seconds: 90, run: killed('load', 'engine-main') },
]; // prettier-ignore
