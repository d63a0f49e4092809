// The journeys stage: runs Playwright in a child process, whose reporter writes the records.
import { PLAYWRIGHT_CLI } from '../../../checks/browser/playwright-cli.ts';
import { readResults } from '../../../reports/verdict/read-results.ts';
import { endOf, runNode } from '../child-process.ts';
import { ensureBrowser, NO_BROWSER } from '../ensure-browser.ts';
import { RUN_MARK } from '../marked-processes.ts';
import { ROOT } from '../run-folder.ts';
import { journeyLines } from './journey-lines.ts';
import { childDeadlineMs, type StageContext, type StageOutcome } from './stage-context.ts';

/** Always Chromium, so that the verdict does not depend on installed browsers. */
const PROJECTS = ['--project=desktop', '--project=phone'];
/** Exit codes 0 and 1. 1 is a failed check, no check at all, or a crash before the first one; the records show which. */
const ENDED = [0, 1];

export async function journeys(context: StageContext): Promise<StageOutcome> {
  const { target, folder, profile, account, only, log, signal } = context;
  const browser = await ensureBrowser(log, signal);
  if (!browser) return { status: 'broken', reason: NO_BROWSER };
  const recorded = [...context.selected].filter((id) => /^(journey|guard)\./.test(id));
  const ids = recorded.filter((id) => id.startsWith('journey.'));
  // If only guards are selected, they watch the profile's journeys, whose own verdicts are then left out.
  const byName = only !== undefined && ids.length > 0;
  const grep = byName ? ['--grep', ids.map((id) => `@${id.replaceAll('.', '\\.')}(\\s|$)`).join('|')] : [];
  const shown = journeyLines();
  const deadlineMs = childDeadlineMs('journeys', profile);
  const end = await runNode([PLAYWRIGHT_CLI, 'test', 'checks/journeys', ...PROJECTS, ...grep], {
    cwd: ROOT,
    env: {
      [RUN_MARK]: folder.runId,
      TMPDIR: folder.tmp,
      TARGET_URL: target.origin,
      SYNTHETIC_EMAIL: account?.email ?? '',
      SYNTHETIC_PASSWORD: account?.password ?? '',
      BROWSER_PATH: browser.path,
      RESULTS_DIR: folder.dir,
      RESULTS_FILE: folder.results,
      ALL_CHECKS: profile === 'nightly' || byName ? '1' : '',
      RECORD_ONLY: recorded.join(','),
      NO_ACCOUNT: context.noAccount ? '1' : '',
      FORCE_COLOR: '0',
    },
    onLine: (line) => {
      const text = shown(line);
      if (text !== undefined) log(text);
    },
    deadlineMs,
    signal,
  });
  const owed = ids.length > 0 ? ids : recorded;
  const seen = reported(folder.results);
  const silent = owed.filter((id) => !seen.has(id)).length;
  if (end.code !== null && ENDED.includes(end.code) && silent === 0) return { status: 'done' };
  for (const line of end.lastWords.lines) log(`| ${line}`);
  const missing = silent > 0 ? `no result for ${silent} of ${owed.length} checks; ` : '';
  return { status: 'broken', reason: `${missing}${endOf('Playwright', end, deadlineMs)}` };
}

/** Ids of the journeys and guards that have a record. */
function reported(results: string): Set<string> {
  const { records } = readResults(results);
  return new Set(
    records.flatMap((record) => (record.kind === 'check' && record.stage === 'journeys' ? [record.id] : [])),
  );
}
