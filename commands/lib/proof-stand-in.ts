// One `npm start` of a proof: the stand-in with some faults, in one markup dialect, and the verdict on it.
import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../common/make-folder.ts';
import type { Profile } from '../../kpis.ts';
import { proofPatienceMs } from '../../proof/proof-patience.ts';
import type { ProofRun } from '../../proof/proof-runs.ts';
import { verdictSchema, type Verdict } from '../../reports/verdict/verdict-format.ts';
import { runNode } from './child-process.ts';
import { RUN_MARK } from './marked-processes.ts';
import { ROOT, type RunFolder } from './run-folder.ts';

/** Of one `npm start`. */
const DEADLINE_MS: Record<Profile, number> = { quick: 300_000, gate: 600_000, nightly: 3_600_000 };

export type ProofRunner = {
  folder: RunFolder;
  profile: Profile;
  signal: AbortSignal;
  /** A copy of the suite to run instead of this one. */
  root?: string;
};
export type Markup = 'plain' | 'react';

/** The verdict, or the reason that there is none. Several can run at the same time: each has its own stand-in and its own folder. */
export async function verdictOn(
  faults: readonly string[],
  { only, env, flags = [] }: ProofRun,
  { folder, profile, signal, root = ROOT }: ProofRunner,
  markup?: Markup,
): Promise<{ verdict: Verdict } | { problem: string }> {
  const args = ['commands/start.ts', '--profile', profile, ...flags];
  if (only.length > 0) args.push('--only', only.join(','));
  if (faults.length > 0) args.push('--fault', faults.join(','));
  makeFolder(folder.dir);
  const results = mkdtempSync(path.join(folder.dir, `${faults.length > 1 ? 'several' : (faults[0] ?? 'none')}-`));
  let out = '';
  await runNode(args, {
    cwd: root,
    env: {
      [RUN_MARK]: folder.runId,
      RESULTS_ROOT: results,
      // A fault fails every time, so a second run would only take time.
      CONFIRM_FAILURES: '0',
      EXPECT_TIMEOUT_MS: String(proofPatienceMs(faults, markup)),
      ...(markup && { STAND_IN_MARKUP: markup }),
      ...env,
    },
    onLine: (line) => (out += `${line}\n`),
    deadlineMs: DEADLINE_MS[profile],
    signal,
  });
  try {
    const text = readFileSync(path.join(results, 'latest', 'verdict.json'), 'utf8');
    return { verdict: verdictSchema.parse(JSON.parse(text)) };
  } catch (error) {
    return { problem: `${String(error).slice(0, 200)}; its last output: ${out.slice(-400)}` };
  }
}
