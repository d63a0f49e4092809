// A workflow as its file has it, and what a run of it reports.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Event } from './events.ts';
import type { Json } from './expressions.ts';
import type { World } from './runner-world.ts';
import type { Annotation } from './shell-step.ts';
import type { Step, StepReport } from './step-types.ts';

export type Job = {
  uses?: string;
  with?: Record<string, Json>;
  needs?: string | string[];
  if?: Json;
  env?: Record<string, Json>;
  outputs?: Record<string, string>;
  permissions?: Record<string, string>;
  environment?: Json;
  'timeout-minutes'?: number;
  steps?: Step[];
};
export type Workflow = {
  on: Record<
    string,
    {
      inputs?: Record<string, { default?: Json; required?: boolean }>;
      outputs?: Record<string, { value: string }>;
    } | null
  >;
  env?: Record<string, Json>;
  'run-name'?: string;
  concurrency?: { group: string };
  jobs: Record<string, Job>;
};
export type JobReport = {
  result: 'success' | 'failure' | 'skipped' | 'cancelled';
  outputs: Record<string, string>;
  steps: StepReport[];
  annotations: Annotation[];
  summary: string;
  /** With masks put over secrets, as GitHub stores it. */
  log: string;
  environment: string;
};
export type RunReport = {
  name: string;
  group: string;
  jobs: Record<string, JobReport>;
  outputs: Record<string, string>;
};
export type RunOptions = {
  world: World;
  /** Whose workflow is started: `github.repository`. */
  repository: string;
  /** The file, and where it lies: a called workflow lies in another repository. */
  workflowRepository?: string;
  file: string;
  event: Event;
  inputs?: Record<string, Json>;
  vars?: Record<string, string>;
  secrets?: Record<string, string>;
  sha?: string;
  /** Jobs that crash before their first step, as when a runner is lost. */
  lost?: readonly string[];
  signal?: AbortSignal;
  isCalled?: boolean;
};

export const readWorkflow = (file: string): Workflow => parse(readFileSync(file, 'utf8')) as Workflow;
