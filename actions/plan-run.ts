// Step "plan": reads the inputs (INPUT_NAME), sets the masks, and says what is installed. Wrong inputs end here with 4.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { readInputs, USAGE_EXIT, type Inputs } from './action-inputs.ts';
import { installKey, lockedVersion } from './packages.ts';
import { addMasks, addSummary, annotate, formsOf, setOutputs } from './runner-files.ts';

const env = process.env;
const secret = (name: string): string => env[name] ?? '';
const secrets = [
  'SYNTHETIC_PASSWORD',
  'HISTORY_TOKEN',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_TOKEN',
  'VERCEL_AUTOMATION_BYPASS_SECRET',
];
addMasks(
  formsOf(
    secrets.map(secret).filter(Boolean),
    [
      [secret('SYNTHETIC_EMAIL'), secret('SYNTHETIC_PASSWORD')],
      ['x-access-token', secret('HISTORY_GIT_TOKEN')],
    ].filter((pair): pair is [string, string] => pair[1] !== ''),
  ),
);

// One variable an input, and none with a secret: GitHub prints a step's variables before these masks are set.
const inputs: Inputs = Object.fromEntries(
  Object.entries(env)
    .filter(([name]) => name.startsWith('INPUT_'))
    .map(([name, value]) => [name.slice('INPUT_'.length).toLowerCase().replaceAll('_', '-'), value]),
);
const read = readInputs(inputs);
if (!read.ok) {
  for (const mistake of read.mistakes) annotate('error', 'wrong input', mistake);
  addSummary(
    `### MySetlist: wrong usage, nothing was sent\n\n${read.mistakes.map((mistake) => `- ${mistake}`).join('\n')}`,
  );
  setOutputs({
    verdict: 'usage',
    'exit-code': String(USAGE_EXIT),
    summary: read.mistakes.join('; '),
    'failed-kpis': '',
  });
  process.exit(USAGE_EXIT);
}
const { plan } = read;
// Not a hidden folder: upload-artifact leaves those out. Outside the caller's checkout.
const results = path.join(env['RUNNER_TEMP'] ?? '/tmp', `mysetlist-${randomBytes(4).toString('hex')}`);
setOutputs({
  plan: JSON.stringify(plan),
  kind: plan.kind,
  results,
  'packages-key': installKey(plan.kind),
  'browser-key':
    plan.kind === 'browser'
      ? `mysetlist-shell-${process.platform}-${process.arch}-${lockedVersion('playwright-core')}`
      : '',
  // A name twice in one run is refused by GitHub: a matrix, two calls of a workflow and a second attempt all share the job's name.
  'if-no-files-found': ['gate', 'audit', 'load'].includes(plan.command) ? 'error' : 'ignore',
  artifact: `mysetlist-${plan.command}-${path.basename(results).slice(-8)}`,
});
console.log(`${plan.command} of ${plan.target}, packages: ${plan.kind}, history: ${plan.history.kind}`);
