// The command line of the engine's own entry: k6's flags, as far as the embedded engine has them.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { invalidConfig } from './codes.ts';

export const USAGE =
  'usage: main.ts run SCRIPT [-e NAME=value]... [-u VUS] [-d DURATION] [-i ITERATIONS] [-s DURATION:TARGET]... [--tag NAME=value]... [--out json=FILE] [--no-thresholds] [--no-setup] [--no-teardown] [--report FILE] [--parent-pipe]';

export type Flags = {
  script: string;
  env: Record<string, string>;
  /** Options in the place of the script's; null takes one away. */
  optionsOver: Record<string, unknown>;
  pointsFile: string | undefined;
  skip: { setup: boolean; teardown: boolean };
  /** Gets what k6 does not tell: the generator's judgement of itself. */
  report: string | undefined;
  /** End when stdin closes: whoever started the run is gone. */
  parentPipe: boolean;
};

const pairs = (list: readonly string[]): [name: string, value: string][] =>
  list.map((text) => [text.split('=', 1)[0] ?? '', text.slice(text.indexOf('=') + 1)]);

function read(argv: string[]) {
  return parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      env: { type: 'string', short: 'e', multiple: true, default: [] },
      vus: { type: 'string', short: 'u' },
      duration: { type: 'string', short: 'd' },
      iterations: { type: 'string', short: 'i' },
      stage: { type: 'string', short: 's', multiple: true },
      tag: { type: 'string', multiple: true },
      out: { type: 'string', short: 'o' },
      'no-thresholds': { type: 'boolean', default: false },
      'no-setup': { type: 'boolean', default: false },
      'no-teardown': { type: 'boolean', default: false },
      'no-usage-report': { type: 'boolean', default: false },
      quiet: { type: 'boolean', short: 'q', default: false },
      report: { type: 'string' },
      'parent-pipe': { type: 'boolean', default: false },
    },
  });
}

/** As in k6, one of duration, iterations or stages puts the script's scenarios aside. */
function overrides(values: ReturnType<typeof read>['values']): Record<string, unknown> {
  const { vus, duration, iterations, stage, tag } = values;
  const over: Record<string, unknown> = {};
  if (duration !== undefined || iterations !== undefined || stage !== undefined) {
    Object.assign(over, { scenarios: null, duration: null, iterations: null, stages: null });
  }
  if (vus !== undefined) over['vus'] = Number(vus);
  if (duration !== undefined) over['duration'] = duration;
  if (iterations !== undefined) over['iterations'] = Number(iterations);
  if (stage !== undefined) {
    over['stages'] = stage.map((text) => {
      const [length, target] = text.split(':');
      return { duration: length, target: Number(target) };
    });
  }
  if (tag !== undefined) over['tags'] = Object.fromEntries(pairs(tag));
  if (values['no-thresholds']) over['thresholds'] = null;
  return over;
}

/** @throws EngineError 104, or parseArgs' own error. */
export function readFlags(argv: string[]): Flags {
  const { values, positionals } = read(argv);
  const [command, script] = positionals;
  if (command !== 'run' || script === undefined) throw invalidConfig(USAGE);
  const { out } = values;
  if (out !== undefined && !/^json=./.test(out)) {
    throw invalidConfig(`--out ${out}: the embedded engine has json=FILE only`);
  }
  return {
    script: resolve(script),
    env: { ...(process.env as Record<string, string>), ...Object.fromEntries(pairs(values.env)) },
    optionsOver: overrides(values),
    pointsFile: out === undefined ? undefined : resolve(out.slice('json='.length)),
    skip: { setup: values['no-setup'], teardown: values['no-teardown'] },
    report: values.report,
    parentPipe: values['parent-pipe'],
  };
}
