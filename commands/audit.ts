// npm run audit: Lighthouse alone, on one page or on those of the gate.
import path from 'node:path';
import { AUDIT_PAGES } from '../checks/audits/pages.ts';
import { KPIS } from '../kpis.ts';
import { readResults } from '../reports/verdict/read.ts';
import { ensureBrowser } from './lib/browser.ts';
import { configOrExit, readConfig } from './lib/config.ts';
import { watchLifetime } from './lib/lifetime.ts';
import { openRunFolder } from './lib/run-folder.ts';
import { runAuditJob } from './lib/stages.ts';

const config = configOrExit(
  readConfig(process.argv.slice(2), process.env, ['target', 'runs', 'form-factor', 'page'], ['target']),
  'audit',
);
const { flags } = config;
const folder = openRunFolder(new Date());
const lifetime = watchLifetime(() => folder.close());
const browser = ensureBrowser((line) => console.log(line));
process.exitCode = 3;
if (browser) {
  const outcome = await runAuditJob(
    {
      target: (flags.target as URL).origin,
      pages: flags.page ? [flags.page] : AUDIT_PAGES.map((page) => page.id),
      runs: Math.max(1, flags.runs ?? 3),
      formFactor: flags['form-factor'] ?? 'mobile',
      browserPath: browser.path,
      outDir: path.join(folder.dir, 'lighthouse'),
      resultsFile: folder.results,
    },
    { folder, say: (line) => console.log(line), signal: lifetime.signal },
  );
  const { records } = readResults(folder.results);
  const checks = records.flatMap((record) => (record.kind === 'check' ? [record] : []));
  for (const record of records) {
    if (record.kind !== 'metric') continue;
    const target = KPIS.find((k) => k.id === record.kpi)?.target;
    console.log(
      `${record.subject.padEnd(24)} ${record.kpi.padEnd(26)} ${target?.op} ${target?.limit}  found ${record.samples.map((v) => Number(v.toPrecision(4))).join(', ') || `nothing: ${record.note}`}`,
    );
  }
  for (const check of checks)
    console.log(
      `${check.outcome.toUpperCase()} ${check.id}${check.failures.map((f) => `\n  ${f.code}: ${f.message}`).join('')}`,
    );
  if (outcome.reason) console.log(outcome.reason);
  process.exitCode =
    outcome.status !== 'done' || checks.length === 0
      ? 3
      : checks.some((c) => c.outcome === 'fail')
        ? 1
        : checks.every((c) => c.outcome === 'pass')
          ? 0
          : 2;
}
folder.close();
process.exit();
