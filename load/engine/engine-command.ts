// `run SCRIPT [flags]` as k6 has it: prints, writes what handleSummary returned, and ends with k6's exit code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EngineError, EXIT, type ExitCode } from './codes.ts';
import { readFlags } from './flags.ts';
import { runScript } from './run-script.ts';
import { summaryText } from './summary.ts';

type Print = Readonly<Record<'stdout' | 'stderr', (text: string | Uint8Array) => void>>;

function write(print: Print, name: string, content: string | Uint8Array): void {
  if (name === 'stdout' || name === 'stderr') return print[name](content);
  mkdirSync(dirname(resolve(name)), { recursive: true });
  writeFileSync(resolve(name), content);
}

/** Never rejects: an error is printed, and its exit code returned. */
export async function engineCommand(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  print: Print,
  signal: AbortSignal,
): Promise<ExitCode> {
  const log = (level: string, text: string): void => print.stderr(`${level}: ${text}\n`);
  try {
    const flags = readFlags(argv, env);
    const { exitCode, reason, generator, data, outputs } = await runScript(flags, log, signal);
    for (const [name, content] of Object.entries(outputs ?? { stdout: summaryText(data) })) write(print, name, content);
    const report = { exitCode, reason, generator, metrics: data.metrics };
    if (flags.report !== undefined) writeFileSync(flags.report, JSON.stringify(report, null, 1));
    if (reason !== undefined) log('error', reason);
    return exitCode;
  } catch (error) {
    log('error', (error as Error).message);
    return error instanceof EngineError ? error.exitCode : EXIT.other;
  }
}
