// Input is used or refused, and every mistake is told at once with what was probably meant.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS, commandOf, type CommandName } from '../../../commands/lib/command-table.ts';
import { readConfig, type Config, type FlagName } from '../../../commands/lib/config.ts';
import { nearest } from '../../../commands/lib/did-you-mean.ts';
import { FLAGS } from '../../../commands/lib/flag-table.ts';
import { helpText } from '../../../commands/lib/help-text.ts';

const KNOWN = { checks: ['journey.home.content', 'audit.home'], faults: ['search-500', 'nav-gap'] };
type Env = Record<string, string>;
const read = (command: CommandName, argv: string[], env: Env = {}): ReturnType<typeof readConfig> => {
  const { flags, required, ...rules } = commandOf(command);
  return readConfig(argv, env, flags, required, KNOWN, rules);
};
const mistakes = (command: CommandName, argv: string[], env: Env = {}): string[] => {
  const found = read(command, argv, env);
  return found.ok ? [] : found.mistakes;
};
const good = (command: CommandName, argv: string[], env: Env = {}): Config => {
  const found = read(command, argv, env);
  assert.ok(found.ok, JSON.stringify(found));
  return found.config;
};
const SITE = ['--target', 'https://site.example'];

const REFUSED: [what: string, argv: string[], says: RegExp, command?: CommandName, env?: Env][] = [
  [
    'a path',
    ['--target', 'https://site.example/staging'],
    /without the path \/staging; did you mean https:\/\/site\.example\?/,
  ],
  ['a query', ['--target', 'https://site.example?x=1'], /without a query/],
  ['a fragment', ['--target', 'https://site.example/#top'], /without a fragment/],
  ['path and query', ['--target', 'https://site.example/a?b'], /without the path \/a and a query/],
  [
    'a path in the variable, by its name',
    [],
    /^TARGET_URL .*without the path \/b/,
    'gate',
    { TARGET_URL: 'https://h.example/b' },
  ],
  ['another protocol', ['--target', 'ftp://site.example'], /expected an http\(s\) address/],
  [
    'a password in the address, and does not repeat it',
    ['--target', 'https://u:geheim@site.example'],
    /"https:\/\/\.\.\.@site/,
  ],
  ['a mistyped flag', [...SITE, '--onyl', 'load'], /^unknown flag --onyl; did you mean --only\?$/],
  ['a flag of another command', [...SITE, '--script', 'latency'], /^this command does not use --script/],
  ['a flag given twice', [...SITE, ...SITE], /--target is given twice/],
  ['a flag without its value', ['--target'], /--target needs a value: --target URL/],
  ['a flag that swallows the next', ['--target', '--no-account'], /--target needs a value/],
  ['a switch with a value', [...SITE, '--no-account=false'], /--no-account takes no value/],
  ['a word that is no flag', [...SITE, 'quick'], /^"quick" is not a flag/],
  [
    'a value outside its list',
    [...SITE, '--profile', 'nigthly'],
    /expected quick, gate, nightly; did you mean nightly\?/,
  ],
  ['an unknown stage', [...SITE, '--only', 'journey'], /neither a stage/],
  ['an unknown check', [...SITE, '--only', 'journey.home.contents'], /did you mean journey\.home\.content\?/],
  ['an empty list', [...SITE, '--only', ','], /expected one or more names/],
  ['an unknown fault', ['--fault', 'serch-500'], /there is no such fault; did you mean search-500\?/, 'start'],
  ['one unknown fault among known ones', ['--fault', 'nav-gap,zzz'], /--fault zzz/, 'start'],
  ['a time of nothing', [...SITE, '--for', '0s'], /above 0/, 'monitor'],
  ['a flag that the monitor has no use for', [...SITE, '--only', 'load'], /does not use --only/, 'monitor'],
  ['no runs', [...SITE, '--runs', '0'], /from 1 to/, 'audit'],
  ['a page that is an address', [...SITE, '--page', '//evil.example'], /begins with one \//, 'audit'],
  [
    'an acknowledgement of nobody',
    [...SITE, '--acknowledge', 'x-1'],
    /--acknowledge is used only together with --by/,
    'incidents',
  ],
  ['a run that nothing reads', [...SITE, '--run', 'x'], /--run is used only together with --allure/, 'report'],
  [
    'anything where nothing is taken',
    ['--target', 'x'],
    /this command does not use --target; this command takes no flags/,
    'doctor',
  ],
  ['a missing target', [], /--target is missing \(or set TARGET_URL\)$/],
  ['a target that npm took', [], /write -- before the flags/, 'gate', { npm_config_target: 'https://h.example' }],
  ['half an account', SITE, /set both or neither/, 'gate', { SYNTHETIC_EMAIL: 'a@b.example' }],
  ['a header that is none', SITE, /EXTRA_HEADERS line 2: expected/, 'gate', { EXTRA_HEADERS: 'a: b\nnonsense' }],
];
for (const [what, argv, says, command = 'gate', env = {}] of REFUSED)
  test(`${command} refuses ${what}`, () => {
    const found = mistakes(command, argv, env);
    assert.ok(
      found.some((mistake) => says.test(mistake)),
      JSON.stringify(found),
    );
    assert.doesNotMatch(found.join(), /geheim/);
  });

test('all mistakes are listed at once; the value of an unknown flag is not listed as a second mistake', () => {
  assert.equal(
    mistakes('gate', ['--target', 'x', '--colour', 'red', '--profile', 'huge', '--only', 'kitchen']).length,
    4,
  );
});

test('flags and variables are read, and a flag wins over its variable', () => {
  const { flags } = good('gate', [...SITE, '--only', ' load ,audit.home', '--allow-load'], {
    TARGET_URL: 'https://other.example',
    CONTROL_URL: ' https://control.example/health?x ',
  });
  assert.equal(flags.target?.href, 'https://site.example/');
  assert.deepEqual(flags.only, ['load', 'audit.home']);
  assert.equal(flags['allow-load'], true);
  assert.equal(flags.control?.href, 'https://control.example/health?x');
  assert.equal(good('monitor', [...SITE, '--for=5m']).flags.for, 300_000);
});

test('npm run load takes --profile for its own profiles', () => {
  assert.equal(good('load', [...SITE, '--profile', 'peak']).flags['load-profile'], 'peak');
  assert.match(mistakes('load', [...SITE, '--profile', 'nightly']).join(), /expected smoke, normal, peak/);
});

test('--no-account wins over an account in the environment', () => {
  const account = { SYNTHETIC_EMAIL: 'a@b.example', SYNTHETIC_PASSWORD: 'geheim-1' };
  assert.equal(good('gate', SITE, account).account?.email, 'a@b.example');
  assert.equal(good('gate', [...SITE, '--no-account'], account).account, undefined);
  // It must not be printed all the same.
  assert.deepEqual(good('gate', [...SITE, '--no-account'], account).secrets, ['geheim-1']);
});

test('--help works for every command despite other mistakes, lists its flags, and fits 80 columns', () => {
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    const found = read(name, ['--colour', '--help']);
    assert.ok(!found.ok && found.help && found.mistakes.length === 0);
    const text = helpText(name);
    for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
    for (const flag of commandOf(name).flags)
      assert.ok(text.includes(`--${'shown' in FLAGS[flag] ? FLAGS[flag].shown : flag}`), flag);
    for (const alias of commandOf(name).aliases ?? []) assert.match(text, new RegExp(`still work: .*${alias}`));
  }
});

test('every flag is used by a command', () => {
  const used = new Set<FlagName>((Object.keys(COMMANDS) as CommandName[]).flatMap((name) => commandOf(name).flags));
  assert.deepEqual(
    (Object.keys(FLAGS) as FlagName[]).filter((name) => !used.has(name)),
    [],
  );
});

test('a near name is suggested, and none where no name is near', () => {
  assert.equal(nearest('--', ['only']), undefined);
  assert.equal(nearest('onyl', ['only', 'out']), 'only');
  assert.equal(nearest('targets', ['target', 'page']), 'target');
  assert.equal(nearest('kitchen', ['contracts', 'journeys']), undefined);
  assert.equal(nearest('FRONT-DOOR', ['front-door']), 'front-door');
});
