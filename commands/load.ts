// npm run load: one k6 script, on k6 where it is installed, else on the embedded engine.
import './lib/run-command.ts'; // first, so that a crash of what follows is exit 3, too
import path from 'node:path';
import { loadRefusal, runLoad, SCRIPTS } from '../load/run.ts';
import { fileSink, type CheckRecord } from '../reports/result.ts';
import { configOrExit, readConfig, USAGE_EXIT } from './lib/config.ts';
import { watchLifetime } from './lib/lifetime.ts';
import { openRunFolder } from './lib/run-folder.ts';
import { intentsOf } from './lib/vote-intents-file.ts';

// `--profile` names a load profile here, as the design has it.
const argv = process.argv.slice(2).map((arg) => arg.replace(/^--profile(?==|$)/, '--load-profile'));
const config = configOrExit(
  readConfig(argv, process.env, ['target', 'script', 'load-profile', 'engine', 'allow-load'], ['target']),
  'load',
);
const { flags } = config;
const target = flags.target as URL;
const profile = flags['load-profile'] ?? 'smoke';
const allowLoad = flags['allow-load'] === true;
const script = SCRIPTS.find((name) => name === (flags.script ?? 'latency'));
const refusal = script
  ? loadRefusal({ target, profile, allowLoad, script })
  : `--script ${flags.script}: scripts are ${SCRIPTS.join(', ')}`;
if (!script || refusal !== undefined) {
  console.error(`load: nothing was sent: ${refusal}`);
  process.exit(USAGE_EXIT);
}
const folder = openRunFolder(new Date());
const lifetime = watchLifetime(() => folder.close());
const write = fileSink(folder.results);
const checks: CheckRecord[] = [];
await runLoad({
  target,
  sink: (record) => {
    write(record);
    if (record.kind === 'check') checks.push(record);
    if (record.kind === 'http')
      console.log(
        `${record.endpoint}: ${record.requests} requests, ${record.valid} valid, ${record.serverErrors} 5xx, ${record.rateLimited} 429, mean ${(record.ttfb.sumMs / Math.max(1, record.ttfb.n)).toFixed(1)} ms, p95 ${record.ttfb.p95Ms.toFixed(1)} ms`,
      );
  },
  script,
  profile,
  engine: flags.engine ?? 'auto',
  signal: lifetime.signal,
  outDir: path.join(folder.dir, 'load'),
  runDir: folder.dir,
  allowLoad,
  ...(config.account ? { account: config.account, onIntent: intentsOf(target, config.account.email) } : {}),
  log: (line) => console.log(line),
});
for (const check of checks)
  console.log(
    `${check.outcome.toUpperCase()} ${check.id}${check.failures.map((f) => `\n  ${f.code}: ${f.message}`).join('')}`,
  );
const worst = (outcome: CheckRecord['outcome']): boolean => checks.some((check) => check.outcome === outcome);
process.exitCode =
  worst('broken') || checks.length === 0 ? 3 : worst('fail') ? 1 : worst('inconclusive') || worst('skipped') ? 2 : 0;
folder.close();
process.exit();
