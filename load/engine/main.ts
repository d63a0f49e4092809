// The engine's own entry, with k6's flags and exit codes: node load/engine/main.ts run script.ts [flags]
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EngineError, EXIT } from './codes.ts';
import { readFlags } from './flags.ts';
import { runScript } from './run.ts';
import { summaryText } from './summary.ts';

async function main(argv: string[]): Promise<number> {
  const { script, env, optionsOver, pointsFile, skip, report: reportFile, parentPipe } = readFlags(argv);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  if (parentPipe) process.stdin.resume().on('close', () => stop.abort());

  const report = await runScript({
    script: pathToFileURL(script),
    env,
    signal: stop.signal,
    optionsOver,
    skip,
    ...(pointsFile === undefined ? {} : { pointsFile }),
    log: (level, text) => process.stderr.write(`${level}: ${text}\n`),
  });
  for (const [name, text] of Object.entries(report.outputs ?? { stdout: summaryText(report.data) })) {
    if (name === 'stdout') process.stdout.write(text);
    else if (name === 'stderr') process.stderr.write(text);
    else writeFileSync(resolve(name), text);
  }
  const { exitCode, reason, generator } = report;
  if (reportFile !== undefined) writeFileSync(reportFile, JSON.stringify({ exitCode, reason, generator }, null, 1));
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
