import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const workflows = globSync('.github/**/*.yml', { cwd: ROOT });
const pins = new Map(
  [...read('tests/fixtures/actions.md').matchAll(/\| `([^`]+)` \| `([0-9a-f]{40})` \| (\S+) \|/g)].map((m) => [
    m[1],
    { commit: m[2], release: m[3] },
  ]),
);

test('every workflow and action is looked at', () => {
  assert.deepEqual(workflows.map((file) => path.basename(file)).sort(), [
    'action.yml',
    'ci.yml',
    'nightly.yml',
    'post-deploy.yml',
    'synthetic.yml',
  ]);
  assert.equal(pins.size, 9);
});

/** Lines with an expression inside a step's own script: `- run:` or a `run: |` block. The input `run` of an action is none. */
function shellExpressions(text: string): string[] {
  let block = -1;
  return text.split('\n').filter((line) => {
    const indent = line.search(/\S/);
    if (block >= 0 && indent >= 0 && indent <= block) block = -1;
    const inScript = block >= 0 || /^\s*- run:/.test(line);
    if (/^\s*(- )?run: \|/.test(line)) block = line.indexOf('run:');
    return inScript && line.includes('${{');
  });
}

test('an expression in a script is seen', () => {
  assert.equal(shellExpressions('      - run: echo ${{ github.head_ref }}\n').length, 1);
  assert.equal(
    shellExpressions('    - run: |\n        a\n        echo ${{ inputs.x }}\n      env: ${{ y }}\n').length,
    1,
  );
});

for (const file of workflows) {
  const text = read(file);
  test(`${file} pins each action to the commit of the list, with its release beside it`, () => {
    const uses = [...text.matchAll(/uses: (\S+)(?: # (\S+))?/g)].filter((m) => !m[1]?.startsWith('./'));
    for (const [, reference, release] of uses) {
      const [action, commit] = reference?.split('@') ?? [];
      // An action of a folder, as actions/cache/save, has its repository's commit.
      const repository = action?.split('/').slice(0, 2).join('/');
      assert.deepEqual({ commit, release }, pins.get(repository), reference);
    }
  });
  test(`${file} puts no expression into a shell`, () => assert.deepEqual(shellExpressions(text), []));
  test(`${file} keeps its permissions and time small`, () => {
    if (file.endsWith('action.yml')) return;
    assert.match(text, /^permissions: \{\}$/m);
    const jobs = text.match(/runs-on:/g)?.length;
    assert.equal(text.match(/timeout-minutes:/g)?.length, jobs);
    const checkouts = text.match(/actions\/checkout/g)?.length;
    assert.equal(text.match(/persist-credentials: false/g)?.length, checkouts);
  });
}

test('the history is kept after a breach, too', () => {
  const steps = read('.github/actions/suite/action.yml').split(/^ {4}- /m);
  assert.equal(steps.filter((step) => /uses: actions\/cache\/restore@/.test(step)).length, 1);
  const [save, ...more] = steps.filter((step) => step.includes('uses: actions/cache/save@'));
  assert.deepEqual(more, []);
  assert.match(save ?? '', /^if: always\(\) && inputs\.history != ''$/m);
  // Its own way of saving is left out where the job fails.
  for (const file of workflows) assert.doesNotMatch(read(file), /uses: actions\/cache@/, file);
  for (const file of ['synthetic', 'nightly'])
    assert.match(read(`.github/workflows/${file}.yml`), /^ {10}history: \w+$/m);
});

test('a cron is the only trigger of its workflow', () => {
  const crons = workflows.filter((file) => read(file).includes('schedule:'));
  assert.deepEqual(crons.map((file) => path.basename(file)).sort(), ['nightly.yml', 'synthetic.yml']);
  for (const file of crons) assert.match(read(file), /^on:\n {2}schedule:\n( {4}.+\n)+permissions:/m, file);
});
