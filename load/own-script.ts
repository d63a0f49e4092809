// A k6 script that is not the suite's: `npm run load -- --script FILE`. Its thresholds decide; nothing is recorded of it.
import { makeFolder } from '../common/make-folder.ts';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isLoopback } from '../common/loopback.ts';
import { EXIT } from './engine/codes.ts';
import { runEngine, type EngineResult } from './engines.ts';
import { engineOf, SPARE_MS, type LoadContext } from './load-run.ts';

export type OwnScript = Pick<
  LoadContext,
  'target' | 'profile' | 'engine' | 'signal' | 'outDir' | 'allowLoad' | 'account' | 'log'
> & {
  file: string;
};
export type OwnOutcome = { outcome: 'pass' | 'fail' | 'inconclusive' | 'broken' | 'refused'; message: string };

/** The longest run of a script whose length is not known. */
const LONGEST_MS = 2 * 3_600_000;

/** Why it may not be sent; undefined where it may. The load of somebody else's script is not known. */
export const ownRefusal = (target: URL, allowLoad: boolean): string | undefined =>
  isLoopback(target) || allowLoad
    ? undefined
    : `a script of your own may go beyond half the limit of ${target.host}: it needs --allow-load`;

/** What its end means. Pure. */
export function ownOutcome({
  exitCode,
  stopped,
  metrics,
  generator,
  stderr,
}: Omit<EngineResult, 'summary' | 'html'>): OwnOutcome {
  const last = stderr.trim().slice(-600);
  const count = (metric: string): number => metrics[metric]?.values['count'] ?? 0;
  if (stopped === 'deadline') return { outcome: 'broken', message: 'the script ran for over two hours and was ended' };
  if (stopped === 'signal' || exitCode === EXIT.externalAbort)
    return { outcome: 'inconclusive', message: 'stopped before its end' };
  if (exitCode === EXIT.invalidConfig || exitCode === EXIT.other) return { outcome: 'refused', message: last };
  const isFailed = exitCode === EXIT.thresholds || exitCode === EXIT.markedAsFailed;
  // Which of its thresholds would hold on an idle machine is not known: neither the site nor the machine is blamed.
  if (isFailed && generator?.overloaded !== undefined)
    return { outcome: 'inconclusive', message: `generator overloaded: ${generator.overloaded}; and ${last}` };
  if (isFailed) return { outcome: 'fail', message: last };
  if (exitCode !== EXIT.ok)
    return { outcome: 'broken', message: `the script ended with ${exitCode ?? 'a signal'}: ${last}` };
  if ((generator?.exceptions ?? 0) > 0) return { outcome: 'broken', message: `${generator?.exceptions} iterations threw: ${generator?.firstException?.split('\n')[0]}` }; // prettier-ignore
  if (generator?.overloaded !== undefined)
    return { outcome: 'inconclusive', message: `generator overloaded: ${generator.overloaded}` };
  if (count('iterations') === 0) return { outcome: 'inconclusive', message: 'no iteration was completed' };
  if (count('http_reqs') === 0) return { outcome: 'inconclusive', message: 'no request was sent' };
  return {
    outcome: 'pass',
    message: `${count('iterations')} iterations, ${count('http_reqs')} requests, no threshold crossed`,
  };
}

export async function runOwnScript({
  file,
  target,
  profile,
  engine,
  signal,
  outDir,
  account,
  log = () => {},
}: OwnScript): Promise<OwnOutcome> {
  makeFolder(outDir);
  const [reportFile, htmlFile] = [join(outDir, 'own-script.engine.json'), join(outDir, 'own-script.report.html')];
  for (const old of [reportFile, htmlFile]) rmSync(old, { force: true });
  const result = await runEngine({
    engine: engineOf(engine),
    script: pathToFileURL(resolve(file)),
    env: { TARGET_URL: target.href.replace(/\/$/, ''), LOAD_PROFILE: profile },
    secretEnv: account ? { SYNTHETIC_EMAIL: account.email, SYNTHETIC_PASSWORD: account.password } : {},
    summaryFile: join(outDir, 'none.json'),
    reportFile,
    htmlFile,
    signal,
    deadlineMs: LONGEST_MS + SPARE_MS,
    log,
  });
  if (result.html !== undefined) log(`k6's own report: ${result.html}`);
  return ownOutcome(result);
}
