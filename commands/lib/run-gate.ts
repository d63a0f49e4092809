// What `npm run gate` and `npm start` share: a run, its verdict, its exit code, and nothing left behind.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { Profile } from '../../kpis.ts';
import { annotations } from '../../reports/formats/annotations.ts';
import { summary } from '../../reports/formats/summary-markdown.ts';
import type { Account } from '../../common/account.ts';
import type { Config } from './config.ts';
import { watchLifetime } from './lifetime.ts';
import { concludeRun, runStages } from './pipeline.ts';
import { readResults } from '../../reports/verdict/read-results.ts';
import { rememberRun } from './remember-run.ts';
import { openRunFolder, type RunFolder } from './run-folder.ts';

export type Prepared = {
  target: URL;
  account: Account | undefined;
  /** The command that reruns this run, where its target is gone with it. */
  rerun?: string;
};

/** Runs to the end and sets the exit code. `prepare` may start something of the run's own, such as the stand-in. */
export async function gate(
  config: Config,
  target: URL | ((folder: RunFolder) => Promise<Prepared>),
  profile: Profile,
  account: Account | undefined,
): Promise<void> {
  const folder = openRunFolder(new Date());
  const lifetime = watchLifetime(() => folder.close());
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  try {
    const prepared: Prepared = typeof target === 'function' ? await target(folder) : { target, account };
    say(`MySetlist ${profile} run ${folder.runId} against ${prepared.target.origin}`);
    const secrets = prepared.account ? [prepared.account.password] : [];
    let commit: string | undefined;
    try {
      commit = await runStages({
        target: prepared.target,
        profile,
        flags: config.flags,
        account: prepared.account,
        folder,
        lifetime,
        say,
      });
    } catch (error) {
      say(`the run broke: ${error instanceof Error ? error.message : String(error)}`);
    }
    const verdict = await concludeRun(folder.dir, secrets, say, prepared.rerun);
    // A stand-in of the run's own has another address each time: nobody would look for its history.
    if (typeof target !== 'function')
      await rememberRun(prepared.target.origin, verdict, readResults(folder.results).records, commit, say);
    if (process.env['GITHUB_ACTIONS'] === 'true') say(annotations(verdict));
    const stepSummary = process.env['GITHUB_STEP_SUMMARY'];
    if (stepSummary) appendFileSync(stepSummary, summary(verdict));
    say(`report: ${path.relative(process.cwd(), folder.dir)}/summary.md`);
    process.exitCode = verdict.exitCode;
  } catch (error) {
    say(`broken: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 3;
  } finally {
    folder.close();
  }
  // Whatever still holds the event loop (a socket, a timer of a library) must not hold the command.
  process.exit();
}
