// Executes a workflow as GitHub would: which jobs run, their order, outputs and tokens. Steps are in run-steps.ts.
import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { asText, condition, fill, type Contexts } from './expressions.ts';
import { runSteps } from './run-steps.ts';
import {
  readWorkflow,
  type Job,
  type JobReport,
  type RunOptions,
  type RunReport,
  type Workflow,
} from './workflow-file.ts';

export { readWorkflow, type JobReport, type RunOptions, type RunReport };

const list = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat());

export async function runWorkflow(options: RunOptions): Promise<RunReport> {
  const { world, repository } = options;
  const workflowRepository = options.workflowRepository ?? repository;
  const source = world.repositories[workflowRepository];
  const workflow = readWorkflow(path.join(source ?? '', '.github/workflows', options.file));
  if (options.isCalled !== true) world.artifacts.clear();
  const trigger = options.isCalled === true ? 'workflow_call' : options.event.name;
  if (!(trigger in workflow.on)) throw new Error(`${options.file} is not triggered by ${trigger}`);
  const declared = workflow.on[trigger]?.inputs ?? {};
  for (const name of Object.keys(options.inputs ?? {}))
    if (!(name in declared)) throw new Error(`Invalid input, ${name} is not defined in the referenced workflow`);
  const inputs = Object.fromEntries(
    Object.entries(declared).map(([name, input]) => [name, options.inputs?.[name] ?? input.default ?? '']),
  );
  const base: Contexts = {
    github: {
      event_name: options.event.name,
      event: options.event.payload,
      repository,
      repository_owner: repository.split('/')[0] ?? '',
      sha: options.sha ?? '2'.repeat(40),
      ref: 'refs/heads/main',
      ref_name: 'main',
      run_id: '7001',
      run_attempt: '1',
      actor: 'ada',
      workflow: options.file,
      server_url: world.serverUrl,
      api_url: world.api.url,
    },
    inputs,
    vars: options.vars ?? {},
  };
  const report: RunReport = {
    name: asText(fill(workflow['run-name'] ?? options.file, base)),
    group: asText(fill(workflow.concurrency?.group, base)),
    jobs: {},
    outputs: {},
  };
  for (const [id, job] of Object.entries(workflow.jobs))
    report.jobs[id] = await runJob(id, job, workflow, base, report, options);
  const jobs = Object.fromEntries(
    Object.entries(report.jobs).map(([id, job]) => [id, { result: job.result, outputs: job.outputs }]),
  );
  for (const [name, output] of Object.entries(workflow.on['workflow_call']?.outputs ?? {}))
    report.outputs[name] = asText(fill(output.value, { ...base, jobs }));
  return report;
}

async function runJob(
  id: string,
  job: Job,
  workflow: Workflow,
  base: Contexts,
  run: RunReport,
  options: RunOptions,
): Promise<JobReport> {
  const empty: JobReport = {
    result: 'skipped',
    outputs: {},
    steps: [],
    annotations: [],
    summary: '',
    log: '',
    environment: '',
  };
  const needed = Object.fromEntries(
    list(job.needs).map((name) => {
      const other = run.jobs[name];
      if (other === undefined) throw new Error(`job ${id} needs ${name}, which stands after it or nowhere`);
      return [name, { result: other.result, outputs: other.outputs }];
    }),
  );
  const results = Object.values(needed).map(({ result }) => result);
  const contexts: Contexts = { ...base, needs: needed };
  const status = {
    success: results.every((r) => r === 'success'),
    failure: results.includes('failure'),
    cancelled: false,
  };
  if (!condition(job.if, contexts, status)) return empty;
  const { world } = options;
  const workflowRepository = options.workflowRepository ?? options.repository;

  if (job.uses !== undefined) {
    const [, called = '', file = ''] = /^([^/]+\/[^/]+)\/\.github\/workflows\/([^@]+)@/.exec(job.uses) ?? [];
    const passed = Object.fromEntries(
      Object.entries(job.with ?? {}).map(([name, value]) => [name, fill(value, contexts)]),
    );
    const inner = await runWorkflow({ ...options, workflowRepository: called, file, inputs: passed, isCalled: true });
    const all = Object.values(inner.jobs);
    Object.assign(
      run.jobs,
      Object.fromEntries(Object.entries(inner.jobs).map(([name, report]) => [`${id} / ${name}`, report])),
    );
    return {
      ...empty,
      result: all.some((j) => j.result === 'failure') ? 'failure' : 'success',
      outputs: inner.outputs,
    };
  }
  // What a job's token may do is what its `permissions` say, and nothing else.
  const token = `ghs_${id}_${world.api.tokens.size}_token`;
  world.api.tokens.set(token, job.permissions ?? {});
  const temp = mkdtempSync(path.join(world.root, 'runner-'));
  const workspace = path.join(temp, 'workspace');
  mkdirSync(path.join(temp, 'temp'), { recursive: true });
  mkdirSync(workspace);
  const environment = asText(fill(job.environment ?? '', contexts));
  if (options.lost?.includes(id)) return { ...empty, result: 'failure', environment };
  const ended = await runSteps(job.steps ?? [], {
    world,
    workspace,
    temp: path.join(temp, 'temp'),
    contexts: {
      ...contexts,
      github: { ...(base['github'] as object), token, workspace, job: id },
      secrets: { ...(options.secrets ?? {}), GITHUB_TOKEN: token },
      job: { status: 'success', workflow_repository: workflowRepository, workflow_sha: '1'.repeat(40) },
      runner: { os: 'Linux', arch: 'X64', temp: path.join(temp, 'temp') },
      strategy: { 'job-index': 0 },
      matrix: {},
    },
    env: { ...(workflow.env ?? {}), ...(job.env ?? {}) },
    masks: Object.values(options.secrets ?? {}).concat(token),
    caller: options.repository,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const outputs = Object.fromEntries(
    Object.entries(job.outputs ?? {}).map(([name, value]) => [
      name,
      asText(fill(value, { ...contexts, steps: ended.context })),
    ]),
  );
  return { ...ended.report, result: ended.failed ? 'failure' : 'success', outputs, environment };
}
