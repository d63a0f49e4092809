// The steps of a job or of a composite action, in order: shell, stock actions, actions of a folder and actions of a repository.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { actionFolder } from './action-folder.ts';
import { asText, condition, fill, type Contexts, type Json } from './expressions.ts';
import { runShell, type Annotation } from './shell-step.ts';
import { STOCK } from './stock-actions.ts';
import { machineEnv } from './step-environment.ts';
import type { Action, Scope, Step, StepReport } from './step-types.ts';

export type StepsEnd = {
  failed: boolean;
  /** The context `steps`. */
  context: Contexts;
  report: { steps: StepReport[]; annotations: Annotation[]; summary: string; log: string };
};

export async function runSteps(steps: readonly Step[], scope: Scope): Promise<StepsEnd> {
  const end: StepsEnd = { failed: false, context: {}, report: { steps: [], annotations: [], summary: '', log: '' } };
  const dynamic: Record<string, string> = {};
  const paths: string[] = [];
  for (const step of steps) {
    const before: Contexts = { ...scope.contexts, steps: { ...end.context }, env: {} };
    const outer = Object.fromEntries(
      Object.entries(scope.env).map(([key, value]) => [key, asText(fill(value, before))]),
    );
    const contexts: Contexts = { ...before, env: { ...outer, ...dynamic } };
    const name = step.id ?? step.uses ?? step.run ?? '';
    const status = { success: !end.failed, failure: end.failed, cancelled: scope.signal?.aborted ?? false };
    if (!condition(step.if, contexts, status)) {
      end.report.steps.push({ name, outcome: 'skipped' });
      if (step.id) end.context[step.id] = { outputs: {}, outcome: 'skipped', conclusion: 'skipped' };
      continue;
    }
    const own = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([key, value]) => [key, asText(fill(value, contexts))]),
    );
    const done = await runStep(step, { ...outer, ...dynamic, ...own }, contexts, paths, scope).catch(
      (error: unknown): Done => {
        const message = error instanceof Error ? error.message : String(error);
        return { failed: true, outputs: {}, error: message, annotations: [{ level: 'error', title: '', message }] };
      },
    );
    Object.assign(dynamic, done.env);
    paths.unshift(...(done.paths ?? []));
    const isRelaxed = done.failed && step['continue-on-error'] === true;
    if (done.failed && !isRelaxed) end.failed = true;
    const outcome = done.failed ? 'failure' : 'success';
    end.report.steps.push(...(done.inner ?? []), {
      name,
      outcome,
      ...(done.code === undefined ? {} : { code: done.code }),
      ...(done.error ? { error: done.error } : {}),
    });
    end.report.annotations.push(...(done.annotations ?? []));
    end.report.summary += done.summary ?? '';
    end.report.log += done.log ?? '';
    if (step.id) end.context[step.id] = { outputs: done.outputs, outcome, conclusion: isRelaxed ? 'success' : outcome };
  }
  for (const mask of scope.masks.filter(Boolean)) {
    end.report.log = end.report.log.replaceAll(mask, '***');
    end.report.summary = end.report.summary.replaceAll(mask, '***');
  }
  return end;
}

type Done = {
  failed: boolean;
  outputs: Record<string, string>;
  code?: number;
  error?: string;
  env?: Record<string, string>;
  paths?: string[];
  annotations?: Annotation[];
  summary?: string;
  log?: string;
  inner?: StepReport[];
};

async function runStep(
  step: Step,
  env: Record<string, string>,
  contexts: Contexts,
  paths: string[],
  scope: Scope,
): Promise<Done> {
  const github = contexts['github'] as Record<string, Json>;
  if (step.run !== undefined) {
    const script = asText(fill(step.run, contexts));
    const done = await runShell(script, {
      shell: step.shell,
      cwd: path.resolve(scope.workspace, asText(fill(step['working-directory'] ?? '.', contexts))),
      temp: scope.temp,
      env: { ...machineEnv(scope, github, paths), ...env },
      ...(scope.signal ? { signal: scope.signal } : {}),
    });
    scope.masks.push(...done.masks);
    // GitHub shows the step's variables above its output.
    const shown = Object.entries(env).map(([key, value]) => `  ${key}: ${value}\n`);
    return {
      ...done,
      log: `Run ${script}\n${shown.join('')}${done.log.replaceAll(/^::add-mask::.*$/gm, '***')}`,
      failed: done.code !== 0,
    };
  }
  const uses = step.uses ?? '';
  const inputs = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([key, value]) => [key, asText(fill(value, contexts))]),
  );
  const stock = STOCK[uses.split('@')[0] ?? ''];
  if (stock !== undefined) {
    for (const key of Object.keys(inputs))
      if (!stock.inputs.includes(key)) throw new Error(`Unexpected input '${key}' of ${uses}`);
    const done = await stock.run({ world: scope.world, workspace: scope.workspace, inputs, caller: scope.caller });
    return {
      failed: false,
      ...done,
      annotations: (done.warnings ?? []).map((message) => ({ level: 'warning', title: '', message })),
    };
  }
  return runComposite(actionFolder(uses, scope), inputs, env, contexts, scope);
}

async function runComposite(
  folder: string,
  inputs: Record<string, string>,
  env: Record<string, string>,
  contexts: Contexts,
  scope: Scope,
): Promise<Done> {
  const file = path.join(folder, 'action.yml');
  if (!existsSync(file))
    throw new Error(
      `Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '${folder}'. Did you forget to run actions/checkout before running your local action?`,
    );
  const action = parse(readFileSync(file, 'utf8')) as Action;
  const declared = action.inputs ?? {};
  const warnings = Object.keys(inputs)
    .filter((key) => !(key in declared))
    .map((key): Annotation => ({ level: 'warning', title: '', message: `Unexpected input(s) '${key}'` }));
  // GitHub does not enforce `required`: an input that is not given is empty.
  const filled = Object.fromEntries(
    Object.entries(declared).map(([key, input]) => [key, inputs[key] ?? asText(fill(input.default ?? '', contexts))]),
  );
  const inner: Contexts = {
    ...contexts,
    inputs: filled,
    github: { ...(contexts['github'] as object), action_path: path.resolve(folder) },
  };
  for (const name of ['secrets', 'vars', 'needs', 'matrix', 'strategy']) delete inner[name];
  const end = await runSteps(action.runs.steps, { ...scope, contexts: inner, env });
  const outputs = Object.fromEntries(
    Object.entries(action.outputs ?? {}).map(([key, output]) => [
      key,
      asText(fill(output.value, { ...inner, steps: end.context, env: {} })),
    ]),
  );
  const { steps, ...seen } = end.report;
  return { failed: end.failed, outputs, inner: steps, ...seen, annotations: [...warnings, ...seen.annotations] };
}
