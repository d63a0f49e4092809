// The inputs of the action: what each gives, and every mistake refused together.
import assert from 'node:assert/strict';
import test from 'node:test';
import { isAllowed, readInputs, type Inputs, type Plan } from '../../../actions/action-inputs.ts';

const TARGET = 'https://mysetlist-sonnet.vercel.app';
const planOf = (inputs: Inputs): Plan => {
  const read = readInputs({ target: TARGET, ...inputs });
  assert.ok(read.ok, JSON.stringify(read));
  return read.plan;
};
const mistakesOf = (inputs: Inputs): string[] => {
  const read = readInputs(inputs);
  assert.equal(read.ok, false);
  return read.ok ? [] : read.mistakes;
};

test('the inputs of a gate become its command line', () => {
  const plan = planOf({
    command: 'gate',
    profile: 'quick',
    'expect-commit': 'efe125f',
    'deployment-url': 'https://mysetlist-abc.vercel.app',
    only: 'front-door, contracts',
    'no-account': 'true',
    'allow-load': 'false',
  });
  assert.deepEqual(plan.args, [
    '--target',
    TARGET,
    '--profile',
    'quick',
    '--expect-commit',
    'efe125f',
    '--deployment-url',
    'https://mysetlist-abc.vercel.app',
    '--only',
    'front-door,contracts',
    '--no-account',
  ]);
  assert.equal(plan.allowInconclusive, false);
});

for (const [inputs, kind] of [
  [{ command: 'gate' }, 'browser'],
  [{ command: 'gate', only: 'front-door,journeys' }, 'browser'],
  [{ command: 'gate', only: 'journey.home.content' }, 'browser'],
  [{ command: 'gate', only: 'front-door,contracts,security,load' }, 'http'],
  [{ command: 'audit' }, 'browser'],
  [{ command: 'monitor' }, 'http'],
  [{ command: 'monitor', journeys: 'smoke' }, 'browser'],
  [{ command: 'load' }, 'http'],
  [{ command: 'incidents', history: 'git' }, 'http'],
] as const)
  test(`${JSON.stringify(inputs)} installs ${kind}`, () => assert.equal(planOf(inputs).kind, kind));

test('an acknowledgement passes incident, name and note', () => {
  const plan = planOf({
    command: 'acknowledge',
    incident: 'application-1',
    by: 'Ada L.',
    note: 'known; see "X"',
    history: 'git',
  });
  assert.deepEqual(plan.args.slice(2), [
    '--acknowledge',
    'application-1',
    '--by',
    'Ada L.',
    '--note',
    'known; see "X"',
  ]);
});

for (const [wrong, inputs, text] of [
  ['an empty command', {}, /^command is empty: one of gate, monitor/],
  ['an unknown command', { command: 'gates' }, /^command "gates": one of/],
  ['a script of npm', { command: 'test' }, /^command "test"/],
  ['an empty target', { command: 'gate', target: '' }, /^target is empty/],
  ['a target of another protocol', { command: 'gate', target: 'file:///etc/passwd' }, /^target "file/],
  ['a target with a password', { command: 'gate', target: 'https://a:b@c.example' }, /^target/],
  [
    'a target that is not allowed',
    { command: 'gate', 'allowed-targets': 'https://other.example' },
    /not among allowed-targets/,
  ],
  ['an unknown profile', { command: 'gate', profile: 'fast' }, /^profile "fast": one of quick, gate, nightly/],
  ['a branch instead of a commit', { command: 'gate', 'expect-commit': 'main' }, /^expect-commit "main"/],
  ['a deployment that is no address', { command: 'gate', 'deployment-url': 'abc' }, /^deployment-url "abc"/],
  ['yes for true', { command: 'gate', 'no-account': 'yes' }, /^no-account "yes": true or false/],
  ['a profile of the monitor', { command: 'monitor', profile: 'quick' }, /^profile is not an input of monitor/],
  ['a loop longer than a job', { command: 'monitor', minutes: '400' }, /^minutes "400"/],
  ['a tick without a unit', { command: 'monitor', for: '270' }, /^for "270": seconds/],
  ['an unknown history', { command: 'monitor', history: 'cache' }, /^history "cache": none, git/],
  [
    'a ref that is a branch’s name',
    { command: 'monitor', history: 'git', 'history-ref': 'main' },
    /^history-ref "main": a full ref/,
  ],
  [
    'a server with its token in the address',
    { command: 'monitor', history: 'libsql://x:y@db.example' },
    /^history "libsql/,
  ],
  ['nobody', { command: 'acknowledge', incident: 'a-1', history: 'git' }, /^by is empty/],
  ['two lines as a name', { command: 'acknowledge', incident: 'a-1', by: 'a\nb', history: 'git' }, /^by "a/],
  ['incidents of nothing', { command: 'incidents' }, /^incidents needs a history/],
] as const)
  test(`refused: ${wrong}`, () => {
    const mistakes = mistakesOf({ target: TARGET, ...inputs });
    assert.equal(mistakes.length, 1, mistakes.join('\n'));
    assert.match(mistakes[0] ?? '', text);
  });

test('all mistakes are listed at once', () => {
  assert.equal(mistakesOf({ command: 'x', target: 'y', profile: 'z', history: 'w' }).length, 4);
});

test('a star matches one part of a host name, and an empty list allows all', () => {
  const list = 'https://mysetlist-sonnet.vercel.app, https://mysetlist-*-team.vercel.app/';
  for (const [target, allowed] of [
    ['https://mysetlist-sonnet.vercel.app/path', true],
    ['https://mysetlist-a1b2-team.vercel.app', true],
    ['http://mysetlist-sonnet.vercel.app', false],
    ['https://mysetlist-sonnet.vercel.app.evil.example', false],
    ['https://mysetlist-x.evil.example/-team.vercel.app', false],
    ['https://evil.example/?https://mysetlist-sonnet.vercel.app', false],
    ['https://mysetlist-sonnetXvercel.app', false],
  ] as const)
    assert.equal(isAllowed(target, list), allowed, target);
  assert.equal(isAllowed('https://anything.example', ' '), true);
});
