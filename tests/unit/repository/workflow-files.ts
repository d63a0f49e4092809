// The workflows and the action as data, for the rules about them.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Job, Workflow } from '../../workflows/lib/workflow-file.ts';
import type { Step } from '../../workflows/lib/step-types.ts';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
export type File = { path: string; text: string };
export type StepAt = {
  file: string;
  job: string;
  id: string;
  step: Step;
  before: readonly Step[];
  isComposite: boolean;
};
export type Action = { inputs: Record<string, { default?: string }>; runs: { steps: Step[] } };

export const readFiles = (): File[] =>
  ['action.yml', ...globSync('.github/workflows/*.yml', { cwd: ROOT }).sort()].map((file) => ({
    path: file,
    text: readFileSync(path.join(ROOT, file), 'utf8'),
  }));

export const isAction = (file: File): boolean => file.path.endsWith('action.yml');
const parsed = new Map<string, unknown>();
/** Each text once: every rule asks for it. */
function once(text: string): unknown {
  if (!parsed.has(text)) parsed.set(text, parse(text));
  return parsed.get(text);
}
export const workflowOf = (file: File): Workflow => once(file.text) as Workflow;
export const actionOf = (file: File): Action => once(file.text) as Action;

export const jobsOf = (file: File): [string, Job][] => (isAction(file) ? [] : Object.entries(workflowOf(file).jobs));

export function stepsOf(file: File): StepAt[] {
  const at = (job: string, steps: readonly Step[], isComposite: boolean): StepAt[] =>
    steps.map((step, i) => ({
      file: file.path,
      job,
      id: `${file.path} ${job} step ${i + 1}`,
      step,
      before: steps.slice(0, i),
      isComposite,
    }));
  if (isAction(file)) return at('action', actionOf(file).runs.steps, true);
  return jobsOf(file).flatMap(([id, job]) => at(id, job.steps ?? [], false));
}

/** Commits and releases by action, from the list of what the repositories' own tags say. */
export function readPins(): Map<string, { commit: string; release: string }> {
  const list = readFileSync(path.join(ROOT, 'tests/fixtures/actions.md'), 'utf8');
  return new Map(
    [...list.matchAll(/\| `([^`]+)` \| `([0-9a-f]{40})` \| (\S+) \|/g)].map(
      ([, name = '', commit = '', release = '']) => [name, { commit, release }],
    ),
  );
}
