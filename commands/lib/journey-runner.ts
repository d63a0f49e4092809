// Runs single journeys in a browser for the monitor, as a Playwright child: desktop, each once, results are read from its records.
import { makeFolder } from '../../common/make-folder.ts';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PLAYWRIGHT_CLI } from '../../checks/browser/playwright-cli.ts';
import type { Account } from '../../common/account.ts';
import type { JourneyRun } from '../../monitoring/steps/journey-watch.ts';
import { readResults } from '../../reports/verdict/read-results.ts';
import { endOf, runNode } from './child-process.ts';
import { ensureBrowser, NO_BROWSER } from './ensure-browser.ts';
import { killMarked, RUN_MARK } from './marked-processes.ts';
import { PRIVATE, ROOT } from './run-folder.ts';

/** Four journeys take 20 to 40 s; on a slow site their own deadlines apply first. */
const DEADLINE_MS = 150_000;
/** Number of rounds whose evidence (traces, pictures) is stored. It can show a session, so it is private. */
const KEPT_ROUNDS = 8;
const FOLDER = path.join(PRIVATE, 'journeys');

export function browserJourneys(
  target: URL,
  account: Account | undefined,
  say: (line: string) => void,
): JourneyRun['run'] {
  return async (checks, signal) => {
    const browser = await ensureBrowser(say, signal);
    if (!browser) return { records: [], broken: NO_BROWSER };
    makeFolder(FOLDER, 0o700);
    dropOldRounds();
    const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
    const dir = mkdtempSync(path.join(FOLDER, `${stamp}-`));
    const results = path.join(dir, 'results.ndjson');
    const grep = checks.map((id) => `@${id.replaceAll('.', '\\.')}(\\s|$)`).join('|');
    const end = await runNode([PLAYWRIGHT_CLI, 'test', 'checks/journeys', '--project=desktop', '--grep', grep], {
      cwd: ROOT,
      env: {
        [RUN_MARK]: path.basename(dir),
        TARGET_URL: target.origin,
        SYNTHETIC_EMAIL: account?.email ?? '',
        SYNTHETIC_PASSWORD: account?.password ?? '',
        BROWSER_PATH: browser.path,
        RESULTS_DIR: dir,
        RESULTS_FILE: results,
        ALL_CHECKS: '1',
        // The tick repeats failures itself, one round later.
        CONFIRM_FAILURES: '0',
        NO_ACCOUNT: account ? '' : '1',
        FORCE_COLOR: '0',
      },
      deadlineMs: DEADLINE_MS,
      signal,
    });
    // A browser has a process group of its own. One that hangs outlives Playwright.
    killMarked((id) => id === path.basename(dir));
    const { records } = readResults(results);
    const found = records.flatMap((record) => (record.kind === 'check' ? [record] : []));
    // 1 is a failed check, or a run that failed before its first check.
    if (!end.timedOut && (end.code === 0 || (end.code === 1 && found.length > 0))) return { records: found };
    return { records: found, broken: endOf('Playwright', end, DEADLINE_MS) };
  };
}

function dropOldRounds(): void {
  for (const name of readdirSync(FOLDER).sort().slice(0, -KEPT_ROUNDS))
    rmSync(path.join(FOLDER, name), { recursive: true, force: true });
}
