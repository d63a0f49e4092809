// CONTRIBUTING.md, walked in a copy of the repository: its files are written, its lines added, its commands run as they stand there.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { ROOT } from '../commands/process.ts';

const COMMAND_DEADLINE_MS = 120_000;
const BY_HAND = /^# by hand/;
/** A load run that says so has run; its verdict is about this machine. */
const BUSY_MACHINE = /every core busy/;
const copy = mkdtempSync(path.join(os.tmpdir(), 'contributing-'));
after(() => rmSync(copy, { recursive: true, force: true }));

type Block = { info: string; lines: string[] };
/** The fenced blocks of each section, by its heading. */
function sections(text: string): Map<string, Block[]> {
  const found = new Map<string, Block[]>();
  for (const section of text.split(/^## /m).slice(1)) {
    const blocks = [...section.matchAll(/^```(.+)\n([^]*?)^```$/gm)];
    const title = section.slice(0, section.indexOf('\n'));
    found.set(
      title,
      blocks.map(([, info = '', body = '']) => ({ info, lines: body.trimEnd().split('\n') })),
    );
  }
  return found;
}
const SECTIONS = sections(readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8'));

const git = (...args: string[]): string => execFileSync('git', args, { cwd: copy, encoding: 'utf8' });
before(() => {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of files.split('\0').filter((name) => name !== '')) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    // A file that is listed and gone was deleted and not committed yet.
    cpSync(path.join(ROOT, file), path.join(copy, file), { force: true, errorOnExist: false });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  git('init', '--quiet');
  git('add', '--all');
  commit('copy');
});
function commit(message: string): void {
  git('-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--no-verify', '-m', message);
}

function run(line: string): Promise<{ code: number | null; out: string }> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    SYNTHETIC_EMAIL: '',
    SYNTHETIC_PASSWORD: '',
    TARGET_URL: '',
    CONTROL_URL: '',
  };
  // A test runner in a test runner would run nothing and pass.
  delete env['NODE_TEST_CONTEXT'];
  const child = spawn('sh', ['-c', line], { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), COMMAND_DEADLINE_MS);
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((resolve) =>
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, out });
    }),
  );
}

/** Writes a file, or puts its lines behind the line that holds the text after "after". */
function apply({ info, lines }: Block): void {
  const [, file = '', anchor] = /^ts (\S+)(?: after (.+))?$/.exec(info) ?? [];
  assert.ok(file !== '', `a block of code says which file it is: ${info}`);
  const absolute = path.join(copy, file);
  if (anchor === undefined) return writeFileSync(absolute, `${lines.join('\n')}\n`);
  const before = readFileSync(absolute, 'utf8').split('\n');
  const at = before.findIndex((line) => line.includes(anchor));
  assert.ok(at >= 0, `${file} has a line with ${anchor}`);
  writeFileSync(absolute, [...before.slice(0, at + 1), ...lines, ...before.slice(at + 1)].join('\n'));
}

/** Files touched by hand, and such that `npm run generate` wrote. */
function touched(): { byHand: string[]; generated: string[] } {
  git('add', '--all');
  const files = git('diff', '--cached', '--name-only').split('\n').filter(Boolean);
  const isGenerated = (file: string): boolean =>
    /\.generated\.ts$|^docs\/fault-matrix\.md$|^contracts\/published\/|^docs\/environment\.md$/.test(file);
  return { byHand: files.filter((file) => !isGenerated(file)), generated: files.filter(isGenerated) };
}

async function walk(t: TestContext, title: string): Promise<string[]> {
  const blocks = SECTIONS.get(title) ?? [];
  assert.ok(blocks.length > 0, `CONTRIBUTING.md has a section "${title}"`);
  let commands = 0;
  for (const block of blocks) {
    if (block.info !== 'bash') apply(block);
    else if (!BY_HAND.test(block.lines[0] ?? ''))
      for (const line of block.lines) {
        const { code, out } = await run(line);
        if (code !== 2 || !BUSY_MACHINE.test(out)) assert.equal(code, 0, `${line}\n${out}`);
        commands += 1;
      }
  }
  const { byHand, generated } = touched();
  if (byHand.length + generated.length > 0) commit(title);
  t.diagnostic(
    `${title}: ${byHand.length} by hand (${byHand.join(', ')}), ${generated.length} generated, ${commands} commands`,
  );
  return byHand;
}

test('a journey is one file, two with a page object', async (t) => {
  assert.deepEqual(await walk(t, 'A journey'), ['checks/journeys/activity.check.ts', 'checks/pages/activity-page.ts']);
});

test('a contract is one file', async (t) => {
  assert.deepEqual(await walk(t, 'A contract'), ['contracts/realtime-subscriptions.contract.ts']);
});

test('a security check is one file', async (t) => {
  assert.deepEqual(await walk(t, 'A security check'), ['checks/security/backups.security.ts']);
});

test('an audited page is one line', async (t) => {
  assert.deepEqual(await walk(t, 'An audited page'), ['checks/audits/audited-pages.ts']);
  assert.equal(
    git('show', '--format=', '--numstat', 'HEAD', '--', 'checks/audits').split('\t').slice(0, 2).join(),
    '1,0',
  );
});

test('a load script is two files, the script and its shape, and no line elsewhere', async (t) => {
  assert.deepEqual(await walk(t, 'A load script'), ['load/scripts/artists.ts', 'load/shapes/artists-shape.ts']);
});

test('a channel is one file and one line', async (t) => {
  const list = 'monitoring/notify/channel-list.ts';
  assert.deepEqual(await walk(t, 'A channel'), [list, 'monitoring/notify/channels/ntfy-channel.ts']);
  assert.equal(git('show', '--format=', '--numstat', 'HEAD', '--', list).split('\t').slice(0, 2).join(), '1,0');
});

test('what was added keeps the rules of the repository', async (t) => {
  assert.deepEqual(await walk(t, 'Before you commit'), []);
});

test('a check that names an unknown fault fails a test, which names both', async () => {
  const file = path.join(copy, 'checks/security/backups.security.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('unknown-paths-200', 'unknown-pathz'));
  await run('npm run generate');
  const { code, out } = await run('node --test tests/unit/proof/reactions.test.ts');
  assert.equal(code, 1, out);
  assert.match(out, /security\.backups names the fault "unknown-pathz"/);
});
