// The rules for action.yml and the workflows that actionlint does not know. Each returns sentences; none is a clean file.
import { COMMANDS } from '../../../actions/action-inputs.ts';
import { evaluate } from '../../workflows/lib/expressions.ts';
import { actionOf, isAction, jobsOf, readPins, stepsOf, workflowOf, type File } from './workflow-files.ts';

export type Rule = (file: File, all: readonly File[]) => string[];

const uses = (file: File): { id: string; reference: string }[] => [
  ...stepsOf(file).flatMap(({ id, step }) => (step.uses ? [{ id, reference: step.uses }] : [])),
  ...jobsOf(file).flatMap(([id, job]) => (job.uses ? [{ id, reference: job.uses }] : [])),
];
const triggers = (file: File): string[] => (isAction(file) ? [] : Object.keys(workflowOf(file).on));
const isOurs = (reference: string): boolean => reference.startsWith('./');
const pins = readPins();

export const RULES: Readonly<Record<string, Rule>> = {
  'every action is pinned to the listed commit, with its release beside it': (file) =>
    uses(file)
      .filter(({ reference }) => !isOurs(reference))
      .flatMap(({ id, reference }) => {
        const [name = '', commit = ''] = reference.split('@');
        // An action of a folder, as actions/cache/save, has its repository's commit.
        const pin = pins.get(name.split('/').slice(0, 2).join('/'));
        const lines = file.text.split('\n').filter((line) => line.includes(`uses: ${reference}`));
        const isBeside = lines.every((line) => line.endsWith(`${reference} # ${pin?.release ?? ''}`));
        return pin?.commit === commit && isBeside ? [] : [`${id}: ${reference} is not the pin of the list`];
      }),

  'no expression stands in a script': (file) =>
    stepsOf(file).flatMap(({ id, step }) => (step.run?.includes('${{') ? [`${id}: pass it as a variable`] : [])),

  'a script is one command, whose exit code is the step’s': (file) =>
    stepsOf(file).flatMap(({ id, step }) => {
      const script = step.run?.trim() ?? '';
      const bare = script.replaceAll(/"[^"]*"|\$\([^)]*\)/g, '');
      return /\n|\|\||&&|;|set \+e|\|/.test(bare) ? [`${id}: ${script}`] : [];
    }),

  'a step that may fail is judged by a later one': (file) =>
    stepsOf(file).flatMap(({ id, job, step }) => {
      if (step['continue-on-error'] !== true) return [];
      const judged = stepsOf(file).some(
        (s) => s.job === job && String(s.step.if ?? '').includes(`steps.${step.id ?? '?'}.`),
      );
      return judged ? [] : [`${id}: its failure is swallowed`];
    }),

  'a script of the action runs under bash with pipefail': (file) =>
    stepsOf(file).flatMap(({ id, step, isComposite }) =>
      isComposite && step.run && step.shell !== 'bash' ? [`${id}: shell: bash`] : [],
    ),

  'a workflow may nothing, and each job what it says with the reason beside it': (file) => {
    if (isAction(file)) return [];
    const wrong =
      JSON.stringify((workflowOf(file) as { permissions?: unknown }).permissions) === '{}'
        ? []
        : [`${file.path}: permissions: {} is missing`];
    for (const [id, job] of jobsOf(file)) {
      const rights = Object.entries(job.permissions ?? {});
      if (rights.length === 0) wrong.push(`${file.path} ${id}: no permissions of its own`);
      for (const [name, level] of rights)
        if (!new RegExp(`^ {6}${name}: ${level} # \\S`, 'm').test(file.text))
          wrong.push(`${file.path} ${id}: why ${name}: ${level}?`);
    }
    return wrong;
  },

  'every job has a deadline': (file) =>
    jobsOf(file).flatMap(([id, job]) =>
      job.uses === undefined && typeof job['timeout-minutes'] !== 'number' ? [`${file.path} ${id}`] : [],
    ),

  'no checkout leaves its token behind': (file) =>
    stepsOf(file).flatMap(({ id, step }) =>
      step.uses?.startsWith('actions/checkout@') === true && step.with?.['persist-credentials'] !== false ? [id] : [],
    ),

  'our own action is used only after our own checkout': (file) => {
    const isCalled = triggers(file).includes('workflow_call');
    return stepsOf(file).flatMap(({ id, step, before }) => {
      if (!step.uses || !isOurs(step.uses)) return [];
      const folder = step.uses.replace(/^\.\/?/, '');
      const checkout = before.find(
        (s) => s.uses?.startsWith('actions/checkout@') === true && (s.with?.['path'] ?? '') === folder,
      );
      if (checkout === undefined) return [`${id}: nothing is checked out at ${step.uses}`];
      const own =
        checkout.with?.['repository'] === '${{ job.workflow_repository }}' &&
        checkout.with['ref'] === '${{ job.workflow_sha }}';
      return isCalled && !own ? [`${id}: in a called workflow that is the caller's repository`] : [];
    });
  },

  'our own action gets a known command and known inputs': (file, all) => {
    const action = all.find(isAction);
    const declared = action === undefined ? {} : actionOf(action).inputs;
    return stepsOf(file).flatMap(({ id, step }) => {
      if (!step.uses || !isOurs(step.uses)) return [];
      const unknown = Object.keys(step.with ?? {}).filter((name) => !(name in declared));
      const command = String(step.with?.['command'] ?? '');
      const isKnown = (COMMANDS as readonly string[]).includes(command);
      return [...unknown.map((name) => `${id}: no input ${name}`), ...(isKnown ? [] : [`${id}: command "${command}"`])];
    });
  },

  'every input of the action reaches its reader': (file) => {
    if (!isAction(file)) return [];
    return Object.keys(actionOf(file).inputs)
      .filter((name) => !new RegExp(`: \\$\\{\\{ inputs\\.${name} \\}\\}`).test(file.text))
      .map((name) => `${name} is declared and dropped`);
  },

  'no context is dumped, and no secret is an INPUT_': (file) =>
    stepsOf(file).flatMap(({ id, step }) =>
      Object.entries({ ...step.env, ...step.with }).flatMap(([name, value]) =>
        /toJSON\(\s*(inputs|secrets|github|env)\s*\)/i.test(String(value)) ||
        (name.startsWith('INPUT_') && /secrets\.|password|token|secret|webhook/i.test(String(value)))
          ? [`${id}: ${name}`]
          : [],
      ),
    ),

  'a cron is the only trigger of its workflow, at an odd minute': (file) => {
    if (!triggers(file).includes('schedule')) return [];
    const crons = workflowOf(file).on['schedule'] as unknown as { cron: string }[];
    const crowded = crons.filter(({ cron }) =>
      cron
        .split(' ')[0]
        ?.split(',')
        .some((m) => !/^\d+$/.test(m) || Number(m) % 2 === 0),
    );
    return [
      ...(triggers(file).length > 1 ? [`${file.path}: other triggers`] : []),
      ...crowded.map(({ cron }) => `${file.path}: ${cron}`),
    ];
  },

  'an artifact’s name is unique under a matrix and for two calls': (file) =>
    stepsOf(file).flatMap(({ id, job, step }) => {
      if (step.uses?.startsWith('actions/upload-artifact@') !== true) return [];
      const name = String(step.with?.['name'] ?? '');
      if (/\$\{\{ steps\.\w+\.outputs\./.test(name)) return [];
      // A workflow that nobody calls has each of its jobs once, but for its matrix.
      const isOnce = !isAction(file) && !triggers(file).includes('workflow_call');
      const own = jobsOf(file).find(([one]) => one === job)?.[1] as { strategy?: { matrix?: unknown } } | undefined;
      return isOnce && name !== '' && (own?.strategy?.matrix === undefined || name.includes('${{ matrix.')) ? [] : [id];
    }),

  'a running gate or monitor is never cancelled, and two calls do not share a group': (file) => {
    if (isAction(file)) return [];
    const { concurrency } = workflowOf(file) as { concurrency?: { group?: string; 'cancel-in-progress'?: unknown } };
    const group = concurrency?.group ?? '';
    const cancels = concurrency?.['cancel-in-progress'];
    const onlyPulls = cancels === "${{ github.event_name == 'pull_request' }}";
    const shared =
      triggers(file).includes('workflow_call') && !(group.includes('github.run_id') && group.includes('inputs.target'));
    return [
      ...(group === '' ? [`${file.path}: no group`] : []),
      ...(cancels === false || onlyPulls ? [] : [`${file.path}: cancels`]),
      ...(shared ? [`${file.path}: ${group}`] : []),
    ];
  },

  'a job that needs a variable is skipped where it is not set': (file) => {
    const isAsked = triggers(file).every((name) => name === 'workflow_dispatch');
    return jobsOf(file).flatMap(([id, job]) => {
      const text = JSON.stringify(job.steps ?? []);
      return !isAsked &&
        text.includes('vars.TARGET_URL') &&
        !String(job.if ?? '').match(/vars\.TARGET_URL|needs\.gate\.outputs/)
        ? [`${file.path} ${id}`]
        : [];
    });
  },

  'a job that writes the history may write contents': (file) =>
    jobsOf(file).flatMap(([id, job]) => {
      const writes = (job.steps ?? []).some(
        ({ with: given = {} }) =>
          /gate|monitor|acknowledge/.test(String(given['command'] ?? '')) &&
          String(given['history'] ?? '').includes('git'),
      );
      return writes && job.permissions?.['contents'] !== 'write' ? [`${file.path} ${id}`] : [];
    }),

  'a status is posted whatever became of the gate, and is green only for success': (file) =>
    jobsOf(file).flatMap(([id, job]) => {
      if (job.permissions?.['statuses'] !== 'write') return [];
      const state = /^\$\{\{([\s\S]*)\}\}$/.exec(String(job.env?.['STATE'] ?? ''))?.[1] ?? "''";
      const green = ['failure', 'cancelled', 'skipped', ''].filter(
        (result) => evaluate(state, { needs: { gate: { result, outputs: { verdict: 'pass' } } } }) === 'success',
      );
      return [
        ...(String(job.if ?? '').includes('always()') ? [] : [`${file.path} ${id}: not after a crash`]),
        ...green.map((result) => `${file.path} ${id}: green after "${result}"`),
      ];
    }),

  'code of a fork never runs with our secrets': (file) =>
    triggers(file).includes('pull_request_target') ? [file.path] : [],
};
