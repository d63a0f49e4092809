// The journeys as a stage: Playwright in a child of its own, whose reporter writes their records.
import { PLAYWRIGHT_CLI } from '../../../checks/browser/playwright-cli.ts';
import { ensureBrowser } from '../ensure-browser.ts';
import { RUN_MARK, runNode, type ChildEnd } from '../children.ts';
import { ROOT } from '../run-folder.ts';
import { childDeadlineMs, type StageContext, type StageOutcome } from './stage-context.ts';

export async function journeys(context: StageContext): Promise<StageOutcome> {
  const browser = ensureBrowser(context.say);
  if (!browser) return { status: 'broken', reason: 'no browser: run `npm run doctor`' };
  const recorded = [...context.selected].filter((id) => /^(journey|guard)\./.test(id));
  const ids = recorded.filter((id) => id.startsWith('journey.'));
  // Guards asked for alone watch the journeys of the profile, whose own verdicts are then left out.
  const grep =
    context.narrowed && ids.length > 0
      ? ['--grep', ids.map((id) => `@${id.replaceAll('.', '\\.')}(\\s|$)`).join('|')]
      : [];
  // The verdict is the same on every machine, whatever other browsers it has.
  const projects = ['--project=desktop', '--project=phone'];
  const end = await runNode([PLAYWRIGHT_CLI, 'test', 'checks/journeys', ...projects, ...grep], {
    cwd: ROOT,
    env: {
      ...childEnv(context),
      TARGET_URL: context.target.origin,
      SYNTHETIC_EMAIL: context.account?.email ?? '',
      SYNTHETIC_PASSWORD: context.account?.password ?? '',
      BROWSER_PATH: browser.path,
      RESULTS_DIR: context.folder.dir,
      RESULTS_FILE: context.folder.results,
      ALL_CHECKS: context.profile === 'nightly' || grep.length > 0 ? '1' : '',
      RECORD_ONLY: recorded.join(','),
      NO_ACCOUNT: context.noAccount ? '1' : '',
      FORCE_COLOR: '0',
    },
    onLine: (line) => /^\s*[✓✘×-]\s/.test(line) && context.say(line.trim()),
    deadlineMs: childDeadlineMs('journeys', context.profile),
    signal: context.signal,
  });
  // 1 is a failed check or no test at all; the records tell which, and a check without a record is `broken`.
  return end.code === 0 || end.code === 1 ? { status: 'done' } : ended('Playwright', end);
}

const childEnv = (context: Pick<StageContext, 'folder'>): Record<string, string> => ({
  [RUN_MARK]: context.folder.runId,
  TMPDIR: context.folder.tmp,
});

const ended = (what: string, end: ChildEnd): StageOutcome => ({
  status: 'broken',
  reason: end.timedOut
    ? `${what} passed its deadline and was ended`
    : `${what} ended by ${end.signal ?? `exit code ${end.code}`}`,
});
