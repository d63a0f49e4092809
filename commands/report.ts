// npm run report: the page people look at, from the history; with --allure, the Allure 3 report of the newest run.
import './lib/run-command.ts'; // first, so that a crash of what follows is exit 3, too
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readPage } from '../monitoring/page/status-page-data.ts';
import { page } from '../monitoring/page/status-page.ts';
import { runNode } from './lib/child-process.ts';
import { configOrExit, readConfig } from './lib/config.ts';
import { historyLocation, openHistoryOf } from './lib/history.ts';
import { RESULTS, ROOT } from './lib/run-folder.ts';

const ALLURE_DEADLINE_MS = 120_000;
const config = configOrExit(
  readConfig(process.argv.slice(2), process.env, ['target', 'history', 'out', 'allure', 'run']),
  'report',
);
const { flags } = config;
process.exitCode = 3;

if (flags.allure) {
  const run = path.resolve(flags.run ?? path.join(RESULTS, 'latest'));
  const results = path.join(run, 'allure-results');
  if (!existsSync(results)) console.error(`report: no Allure results in ${run}; run the journeys first`);
  else {
    // The package does not export its cli.js.
    const cli = path.join(ROOT, 'node_modules', 'allure', 'cli.js');
    const out = path.resolve(flags.out ?? path.join(run, 'allure-report'));
    const end = await runNode([cli, 'generate', results, '--output', out], {
      cwd: ROOT,
      deadlineMs: ALLURE_DEADLINE_MS,
      onLine: (line) => console.log(line),
    });
    if (end.code === 0) console.log(`Allure report: ${path.relative(process.cwd(), out)}/index.html`);
    process.exitCode = end.code === 0 ? 0 : 3;
  }
} else if (!flags.target) {
  console.error(
    'report: --target names the site whose history is shown (or set TARGET_URL); --allure makes the Allure report of a run',
  );
  process.exitCode = 4;
} else {
  try {
    const history = await openHistoryOf(flags.target.origin, historyLocation(flags.history));
    const out = path.resolve(flags.out ?? path.join(RESULTS, 'site', 'index.html'));
    mkdirSync(path.dirname(out), { recursive: true });
    writeFileSync(out, page(await readPage(history, new Date())));
    await history.close();
    console.log(`report: ${path.relative(process.cwd(), out)}`);
    process.exitCode = 0;
  } catch (error) {
    console.error(`report broke: ${error instanceof Error ? error.message : String(error)}`);
  }
}
process.exit();
