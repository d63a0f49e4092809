// The stand-in as a process. Prints its address when it is ready, runs until SIGTERM or SIGINT. STAND_IN_MARKUP, STAND_IN_HYDRATION_MS and
// STAND_IN_SEED replace --markup, --hydration and --seed if another command starts it; a flag has priority. STAND_IN_ORDINARY_LIFE=1 has no flag.
import { parseArgs } from 'node:util';
import { FAULTS, isFaultId, PRESETS, type PresetName } from './faults.ts';
import { readRange } from './hydration.ts';
import type { LimiterMode } from './limiter.ts';
import { DIALECTS, type DialectName } from './pages/writers/dialects.ts';
import { startStandIn, type StandInOptions } from './server.ts';

const WRONG_USAGE = 4;
const BROKEN = 3;
const USAGE =
  'npm run stand-in -- [--port N] [--control-port N] [--preset healthy|r1|r2] [--fault id,id] [--limiter open|enforced] [--markup plain|react] [--hydration MS|FROM-TO] [--seed N] [--json] [--list-faults]';
const FLAGS = {
  port: { type: 'string' },
  'control-port': { type: 'string' },
  preset: { type: 'string' },
  fault: { type: 'string', multiple: true },
  limiter: { type: 'string' },
  markup: { type: 'string' },
  hydration: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
  'list-faults': { type: 'boolean' },
} as const;

type Command = { options: StandInOptions; json: boolean; listFaults: boolean };

/** The parsed command line, or all errors in it. */
export function readCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): { command: Command } | { mistakes: string[] } {
  const mistakes: string[] = [];
  // Not strict: parseArgs would stop at the first error.
  const { values, tokens } = parseArgs({ args: [...args], options: FLAGS, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') mistakes.push(`unexpected argument "${token.value}"`);
    if (token.kind !== 'option') continue;
    const flag = Object.hasOwn(FLAGS, token.name) ? FLAGS[token.name as keyof typeof FLAGS] : undefined;
    if (!flag) mistakes.push(`unknown flag ${token.rawName}`);
    else if (flag.type === 'string' && token.value === undefined) mistakes.push(`${token.rawName} needs a value`);
    else if (flag.type === 'boolean' && token.value !== undefined) mistakes.push(`${token.rawName} takes no value`);
  }
  const text = (name: Exclude<keyof typeof FLAGS, 'fault' | 'json' | 'list-faults'>): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const port = (name: 'port' | 'control-port'): number => {
    const value = text(name) ?? '0';
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
      mistakes.push(`--${name} ${value} is not a port (0 to 65535)`);
    return Number(value);
  };
  const preset = text('preset') ?? 'healthy';
  const limiter = text('limiter') ?? 'open';
  if (!Object.hasOwn(PRESETS, preset))
    mistakes.push(`--preset ${preset} is not one of ${Object.keys(PRESETS).join(', ')}`);
  if (limiter !== 'open' && limiter !== 'enforced') mistakes.push(`--limiter ${limiter} is not one of open, enforced`);
  // Empty counts as unset: workflows pass unset inputs as empty strings.
  const markup = text('markup') ?? (env['STAND_IN_MARKUP'] || undefined);
  if (markup !== undefined && !DIALECTS.some((name) => name === markup))
    mistakes.push(`--markup ${markup} is not one of ${DIALECTS.join(', ')}`);
  const hydration = text('hydration') ?? (env['STAND_IN_HYDRATION_MS'] || undefined);
  const hydrationMs = hydration === undefined ? undefined : readRange(hydration);
  if (hydration !== undefined && !hydrationMs)
    mistakes.push(`--hydration ${hydration} is neither milliseconds nor a range such as 300-2000 (at most 60000)`);
  const seed = text('seed') ?? (env['STAND_IN_SEED'] || undefined);
  if (seed !== undefined && !/^\d{1,10}$/.test(seed))
    mistakes.push(`--seed ${seed} is not an integer of at most 10 digits`);
  const faults = (Array.isArray(values.fault) ? values.fault : [])
    .flatMap((value) => (typeof value === 'string' ? value.split(',') : []))
    .map((id) => id.trim())
    .filter((id) => id !== '');
  for (const id of faults) if (!isFaultId(id)) mistakes.push(`no such fault: ${id} (--list-faults lists them)`);
  const options: StandInOptions = {
    port: port('port'),
    controlPort: port('control-port'),
    preset: preset as PresetName,
    limiter: limiter as LimiterMode,
    faults,
    ...(markup !== undefined && { markup: markup as DialectName }),
    ...(hydrationMs && { hydrationMs }),
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(env['STAND_IN_ORDINARY_LIFE'] === '1' && { ordinaryLife: true }),
  };
  if (mistakes.length > 0) return { mistakes };
  return { command: { options, json: values.json === true, listFaults: values['list-faults'] === true } };
}

async function run({ options, json, listFaults }: Command): Promise<void> {
  if (listFaults) {
    console.log(JSON.stringify(FAULTS, null, 2));
    return;
  }
  // Installed first, so that a signal also ends the process while the ports are being opened.
  let stop: () => void = () => process.exit(0);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop());
  process.on('disconnect', () => stop());
  const standIn = await startStandIn(options);
  stop = () => {
    stop = () => undefined;
    void standIn.close().then(() => process.exit(0));
  };
  const { url, controlUrl, account, markup } = standIn;
  if (json) console.log(JSON.stringify({ ready: true, url, controlUrl, account, markup }));
  else {
    const faults = [...PRESETS[options.preset ?? 'healthy'], ...(options.faults ?? [])];
    console.log(
      `MySetlist stand-in at ${url} (${options.preset ?? 'healthy'}, ${markup} markup, limiter ${options.limiter ?? 'open'})`,
    );
    console.log(`  sign in   ${account.email} / ${account.password}`);
    console.log(`  control   ${controlUrl}`);
    console.log(`  faults    ${faults.join(', ') || 'none'}`);
  }
}

if (process.argv[1] !== undefined && /stand-in(\/main)?\.ts$/.test(process.argv[1])) {
  const read = readCommand(process.argv.slice(2), process.env);
  if ('mistakes' in read) {
    for (const mistake of read.mistakes) console.error(`stand-in: ${mistake}`);
    console.error(`usage: ${USAGE}`);
    process.exitCode = WRONG_USAGE;
  } else {
    run(read.command).catch((error: unknown) => {
      console.error(`stand-in: ${error instanceof Error ? error.message : String(error)}`);
      process.exit(BROKEN);
    });
  }
}
