// A step as its file has it, what it reports, and what steps share.
import type { Contexts, Json } from './expressions.ts';
import type { World } from './runner-world.ts';

export type Step = {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  shell?: string;
  with?: Record<string, Json>;
  env?: Record<string, Json>;
  if?: Json;
  'continue-on-error'?: boolean;
  'working-directory'?: string;
};
export type StepReport = { name: string; outcome: 'success' | 'failure' | 'skipped'; code?: number; error?: string };
export type Scope = {
  world: World;
  workspace: string;
  temp: string;
  contexts: Contexts;
  /** Variables of workflow and job, not yet filled in. */
  env: Record<string, Json>;
  masks: string[];
  /** Whose repository `github.repository` is. */
  caller: string;
  signal?: AbortSignal;
};
/** action.yml. */
export type Action = {
  inputs?: Record<string, { default?: Json; required?: boolean }>;
  outputs?: Record<string, { value: string }>;
  runs: { using: string; steps: Step[] };
};
