// A crash anywhere is exit 3 with one line, never Node's own 1, which reads as a breach of the site; a side channel decides nothing.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { COMMANDS, type CommandName } from '../../commands/lib/command-table.ts';
import { startStandIn, type StandIn } from '../../stand-in/server.ts';
import { ROOT, Workplace } from './process.ts';

const place = new Workplace();
let site: StandIn;
before(async () => {
  site = await startStandIn();
});
after(async () => {
  await site.close();
  place.remove();
});

const NAMES = Object.keys(COMMANDS) as CommandName[];
const fileOf = (name: CommandName): string => name.replaceAll(':', '-');
const LONG: readonly CommandName[] = ['gate', 'start', 'monitor', 'load', 'audit', 'prove'];
const argsOf = (name: CommandName): string[] =>
  'required' in COMMANDS[name] || name === 'report'
    ? ['--target', 'http://127.0.0.1:9']
    : name === 'bench'
      ? ['nothing']
      : [];
const isLazy = (name: CommandName): boolean =>
  readFileSync(path.join(ROOT, 'commands', `${fileOf(name)}.ts`), 'utf8').includes('await runCommand(');
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const preload = (script: string): Record<string, string> => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`,
});
/** As soon as the command listens for what nobody catches, there is something. */
const planted = (what: string): Record<string, string> =>
  preload(`process.on('newListener', (name) => { if (name === 'unhandledRejection') { ${what} }; });`);
const FRONT_DOOR = ['--profile', 'quick', '--only', 'front-door', '--no-account'];

for (const name of NAMES) {
  test(`${name}: an error while modules load, an uncaught error, an unhandled rejection`, async () => {
    const planting = [`throw new Error('planted')`, `queueMicrotask(() => { throw new Error('planted'); })`];
    // A command that is done at once has ended before anybody could miss the answer.
    if (LONG.includes(name)) planting.push(`process.nextTick(() => Promise.reject(new Error('planted')))`);
    for (const what of planting) {
      const end = await place.run(fileOf(name), argsOf(name), planted(what));
      assert.equal(end.code, 3, `${end.stdout}${end.stderr}`);
      const told = lines(end.stderr).filter((line) => line.includes('planted'));
      assert.equal(told.length, 1, end.stderr);
      assert.match(told[0] ?? '', /broken, exit code 3: planted.* not of the site\.$/);
      assert.doesNotMatch(end.stderr, /^\s+at /m);
    }
  });

  // A command that imports its rooms statically cannot hear of a package that is missing.
  if (isLazy(name))
    test(`${name}: a package that is missing, while its modules load`, async () => {
      const hook = `import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) {
      if (name === 'zod') throw Object.assign(new Error("Cannot find package 'zod'"), { code: 'ERR_MODULE_NOT_FOUND' });
      return next(name, context); } });`;
      const end = await place.run(fileOf(name), argsOf(name), preload(hook));
      assert.equal(end.code, 3, `${end.stdout}${end.stderr}`);
      assert.match(end.stderr, /Cannot find package 'zod'.*Run `npm ci`/);
    });

  test(`${name} --help: exit 0, its flags, 80 columns, nothing else`, async () => {
    const end = await place.run(fileOf(name), [...argsOf(name), '--help']);
    assert.equal(end.code, 0, end.stderr);
    assert.match(end.stdout, /^usage: npm /);
    for (const line of lines(end.stdout)) assert.ok(line.length <= 80, line);
  });

  test(`${name}: a flag that it does not use is exit 4`, async () => {
    const end = await place.run(fileOf(name), [...argsOf(name), '--colour']);
    assert.equal(end.code, 4, end.stdout);
    assert.match(end.stderr, /unknown flag --colour/);
  });
}

test('a results folder that is a file, a missing temp folder: exit 3, and the variable to set', async () => {
  const file = path.join(place.results, 'a-file');
  writeFileSync(file, '');
  for (const name of ['gate', 'load', 'audit', 'start'] as const) {
    const args = name === 'start' ? ['--only', 'front-door'] : ['--target', site.url];
    const noFolder = await place.run(name, args, { RESULTS_ROOT: file });
    assert.equal(noFolder.code, 3, name);
    assert.match(noFolder.stderr, /Cannot make the folder .*Set RESULTS_ROOT/);
    const noTemp = await place.run(name, args, { TMPDIR: path.join(place.results, 'none') });
    assert.equal(noTemp.code, 3, name);
    assert.match(noTemp.stderr, /Set TMPDIR/);
  }
});

test('a failed write of the step summary is a warning and does not change the verdict: pass and breach', async () => {
  const folder = path.join(place.results, 'a-folder');
  mkdirSync(folder, { recursive: true });
  for (const file of [path.join(place.results, 'none/summary.md'), folder])
    for (const [target, code] of [
      [site.url, 0],
      ['http://127.0.0.1:9', 1],
    ] as const) {
      const end = await place.run('gate', ['--target', target, ...FRONT_DOOR], { GITHUB_STEP_SUMMARY: file });
      assert.equal(end.code, code, end.stderr);
      assert.match(end.stderr, /warning: cannot write the step summary .*The verdict is not affected/);
    }
});

test('an unusable history is a warning and does not decide the verdict', async () => {
  const end = await place.run('gate', ['--target', site.url, ...FRONT_DOOR], { HISTORY_URL: '/proc/none/history.db' });
  assert.equal(end.code, 0, end.stdout + end.stderr);
});

test('a closed or full stdout is named, also for --help', async () => {
  const child = place.start('gate', ['--target', site.url, ...FRONT_DOOR]);
  child.stdout?.destroy();
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  assert.equal(code, 3);
  assert.match(said, /stdout was closed/);
});

test("workflow commands in a site's header or body are neutralised", async () => {
  const { createServer } = await import('node:http');
  const evil = `${'x'.repeat(70)} ::add-mask::e ::x:: ##[error]y`;
  const server = createServer((_, response) => {
    response.writeHead(500, { 'content-type': evil });
    response.end(`{"error":"${evil}"}\n::stop-commands::t\n::group::x\n::endgroup::\n`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const end = await place.run('gate', ['--target', `http://127.0.0.1:${port}`, ...FRONT_DOOR], {
    GITHUB_ACTIONS: 'true',
  });
  server.close();
  const obeyed = lines(end.stdout + end.stderr).filter(
    (line) => /^\s*::(?!(error|warning)( title=[^:]*)?::)/.test(line) || line.includes('##['),
  );
  // The group of the stage and the annotations are our own, and must still be obeyed.
  assert.deepEqual(obeyed, ['::group::front-door', '::endgroup::']);
  assert.match(end.stdout, /^::error title=/m);
});

test('Chrome without a sandbox is exit 3 and names the flag', async () => {
  const chrome = path.join(place.results, 'chrome');
  writeFileSync(chrome, `#!/bin/sh\necho '[1:1:FATAL:zygote.cc(1)] No usable sandbox!' >&2\nexit 133\n`);
  chmodSync(chrome, 0o755);
  const only = ['--profile', 'quick', '--only', 'audits', '--no-account'];
  const end = await place.run('gate', ['--target', site.url, ...only], { BROWSER_PATH: chrome });
  assert.equal(end.code, 3, end.stdout);
  const text = end.stdout.replaceAll(/\s+/g, ' ');
  assert.match(text, /No usable sandbox!/);
  assert.match(text, /BROWSER_NO_SANDBOX=1, which adds the flag --no-sandbox/);
});

test('a journeys process that dies before the first check gives its reason', async () => {
  const root = path.join(place.results, 'blocked');
  mkdirSync(path.join(root, 'private'), { recursive: true });
  // Where the notes about votes should lie there is a file.
  writeFileSync(path.join(root, 'private', 'vote-intents'), '');
  const only = ['--profile', 'quick', '--only', 'journey.home.content'];
  const end = await place.run('gate', ['--target', site.url, ...only], { RESULTS_ROOT: root });
  assert.equal(end.code, 3, end.stdout);
  assert.match(
    end.stdout.replaceAll(/\s+/g, ' '),
    /no result for 1 of 1 checks; Playwright ended with exit code 1: .*ENOTDIR/,
  );
});
