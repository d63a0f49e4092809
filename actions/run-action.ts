// Step "run": the command of the plan, what GitHub is told of it, and its history kept. Ends with the verdict's exit code.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from './action-inputs.ts';
import { GitHistoryError } from './git-history.ts';
import { openKeeper, type Keeper } from './history-keeper.ts';
import { BROKEN_EXIT, outcomeOfCode, outcomeOfGate, type Outcome } from './outcome.ts';
import { addSummary, annotate, setOutputs } from './runner-files.ts';
import { runCommand } from './suite-command.ts';
import { runTicks } from './tick-loop.ts';

const env = process.env;
const plan = JSON.parse(env['PLAN'] ?? 'null') as Plan | null;
if (plan === null) {
  annotate('error', 'broken', 'the step "plan" left no plan, so nothing was run');
  process.exit(BROKEN_EXIT);
}
const results = path.resolve(env['RESULTS'] ?? '.results');
mkdirSync(results, { recursive: true });
const commandEnv: NodeJS.ProcessEnv = {
  RESULTS_ROOT: results,
  ...(plan.history.kind === 'server' ? { HISTORY_URL: plan.history.url } : { HISTORY_URL: '' }),
};

let outcome: Outcome;
let keeper: Keeper | undefined;
try {
  keeper = openKeeper(plan, results);
  outcome = await run(plan, keeper);
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  annotate('error', error instanceof GitHistoryError ? 'history' : 'broken', text);
  outcome = { ...outcomeOfCode(plan.command, BROKEN_EXIT), summary: text };
} finally {
  keeper?.close();
}

const relaxed = plan.allowInconclusive && outcome.code === 2;
if (relaxed) annotate('warning', 'inconclusive', `${outcome.summary}: allowed by the input allow-inconclusive`);
else if (outcome.code !== 0) annotate('error', outcome.verdict, outcome.summary);
setOutputs({
  verdict: outcome.verdict,
  'exit-code': String(outcome.code),
  summary: outcome.summary,
  'failed-kpis': outcome.failedKpis.join(','),
  folder: outcome.folder,
  'last-good-url': outcome.lastGood?.url ?? '',
  'last-good-commit': outcome.lastGood?.commit ?? '',
});
process.exit(relaxed ? 0 : outcome.code);

async function run(asked: Plan, kept: Keeper): Promise<Outcome> {
  const { command } = asked;
  if (command === 'monitor') return runTicks(asked, kept, commandEnv);
  if (command === 'acknowledge') return acknowledge(asked, kept);
  kept.read();
  const { code, lastLines } = await runCommand(command, asked.args, commandEnv);
  if (command !== 'gate') return { ...outcomeOfCode(command, code), summary: lastLines.at(-1) ?? '', folder: results };
  const gate = outcomeOfGate(results, code);
  // A run that broke has nothing to remember; a breach has most.
  if (gate.code < BROKEN_EXIT) await kept.addRun(gate.folder);
  return gate;
}

async function acknowledge(asked: Plan, kept: Keeper): Promise<Outcome> {
  const code = await kept.acknowledge(asked.args.slice(2), commandEnv);
  const id = asked.args[asked.args.indexOf('--acknowledge') + 1] ?? '';
  const by = asked.args[asked.args.indexOf('--by') + 1] ?? '';
  const summary = code === 0 ? `${id}: ${by} is on it` : `${id} could not be acknowledged, see the step's log`;
  const note = asked.args[asked.args.indexOf('--note') + 1 || asked.args.length] ?? '';
  addSummary(`### ${(note === '' ? summary : `${summary}: ${note}`).replaceAll('|', '\\|').replaceAll('<', '&lt;')}`);
  return { ...outcomeOfCode('acknowledge', code), summary };
}
