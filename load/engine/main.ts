// The engine's own entry, with k6's flags and exit codes:
//   node load/engine/main.ts run script.ts [-e NAME=value]... [--report FILE] [--parent-pipe]
// --report writes what k6 does not tell: the generator's judgement of itself. --parent-pipe ends the run when stdin
// closes, that is, when the process that started it is gone.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { EngineError, EXIT } from './codes.ts';
import { runScript } from './run.ts';
import { summaryText } from './summary.ts';

const USAGE = 'usage: main.ts run SCRIPT [-e NAME=value]... [--report FILE] [--parent-pipe]';

async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      env: { type: 'string', short: 'e', multiple: true, default: [] },
      report: { type: 'string' },
      'parent-pipe': { type: 'boolean', default: false },
      quiet: { type: 'boolean', short: 'q', default: false },
    },
  });
  const [command, script] = positionals;
  if (command !== 'run' || script === undefined) throw new EngineError(EXIT.invalidConfig, USAGE);
  const env = Object.fromEntries(
    [
      ...Object.entries(process.env),
      ...values.env.map((pair): [string, string] => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)]),
    ].filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  if (values['parent-pipe']) process.stdin.resume().on('close', () => stop.abort());

  const report = await runScript({
    script: pathToFileURL(resolve(script)),
    env,
    signal: stop.signal,
    log: (level, text) => process.stderr.write(`${level}: ${text}\n`),
  });
  for (const [name, text] of Object.entries(report.outputs ?? { stdout: summaryText(report.data) })) {
    if (name === 'stdout') process.stdout.write(text);
    else if (name === 'stderr') process.stderr.write(text);
    else writeFileSync(resolve(name), text);
  }
  const { exitCode, reason, generator } = report;
  if (values.report !== undefined)
    writeFileSync(values.report, JSON.stringify({ exitCode, reason, generator }, null, 1));
  if (reason !== undefined) process.stderr.write(`error: ${reason}\n`);
  return exitCode;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`error: ${(error as Error).message}\n`);
  const usage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
  process.exitCode = error instanceof EngineError ? error.exitCode : usage ? EXIT.invalidConfig : EXIT.other;
}
process.stdin.destroy();
