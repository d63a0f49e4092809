// Shared by `npm run gate`, `npm start` and `npm run baseline`: a run, its verdict, its exit code, and the cleanup.
import path from 'node:path';
import type { Account } from '../../common/account.ts';
import { addSecrets } from '../../common/output-door.ts';
import type { Profile } from '../../kpis.ts';
import { folded } from '../../reports/formats/fold-line.ts';
import type { KnownIssue } from '../../reports/verdict/known-issues.ts';
import { readResults } from '../../reports/verdict/read-results.ts';
import type { Verdict } from '../../reports/verdict/verdict-format.ts';
import { whatNow } from '../../reports/verdict/what-now.ts';
import { concludeRun, removeSecrets } from './conclude-run.ts';
import type { Config } from './config.ts';
import { keepForRun } from './known-issues-file.ts';
import { watchLifetime } from './lifetime.ts';
import { linkPlaywrightReport, shareLastRun } from './playwright-report-link.ts';
import { rememberRun } from './remember-run.ts';
import { adviceFacts } from './run-advice.ts';
import { openRunFolder, type RunFolder } from './run-folder.ts';
import { runStages } from './run-stages.ts';
import { tellGithub } from './side-channels.ts';

export type Site = {
  target: URL;
  account: Account | undefined;
  /** The command that reruns this run, if its target ends with it. */
  rerun?: string;
};

/** Runs to the end and sets the exit code. `siteOf` can start a process of this run, such as the stand-in. */
export async function gate(
  config: Config,
  profile: Profile,
  siteOf: (folder: RunFolder) => Site | Promise<Site>,
  knownIssues: readonly KnownIssue[] = [],
): Promise<{ verdict: Verdict; dir: string }> {
  const folder = openRunFolder(new Date());
  let secrets = config.secrets;
  let concluded = false;
  const lifetime = watchLifetime(() => {
    folder.close();
    // Also clean up after a crash.
    if (!concluded) removeSecrets(folder.dir, secrets);
  });
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const { target, account, rerun } = await siteOf(folder);
  if (account) secrets = [...secrets, account.password];
  addSecrets(secrets);
  if (knownIssues.length > 0) keepForRun(folder.dir, target, knownIssues);
  say(`MySetlist ${profile} run ${folder.runId} against ${target.origin}`);
  try {
    const progress = (line: string): void => say(folded(line));
    await runStages({ config, target, profile, account, folder, lifetime, say: progress });
  } catch (error) {
    // Without an end record the verdict is broken; earlier findings are still reported.
    say(`The run broke: ${error instanceof Error ? error.message : String(error)}`);
  }
  const advice = await adviceFacts(target, readResults(folder.results).records, Date.now());
  const verdict = concludeRun({ dir: folder.dir, secrets, say, rerun, advice });
  concluded = true;
  // The run's own stand-in has another address each time, so its history would never be read.
  if (rerun === undefined) await rememberRun(target.origin, verdict, readResults(folder.results).records, say);
  tellGithub(verdict, secrets, process.env, whatNow(verdict, advice));
  linkPlaywrightReport(folder.dir);
  shareLastRun(folder.dir);
  say(`report: ${path.relative(process.cwd(), folder.dir)}/summary.md`);
  return { verdict, dir: folder.dir };
}
