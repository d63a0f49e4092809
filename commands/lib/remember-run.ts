// Stores a gate's run in the history: verdict, checks, figures, deployment, and its availability probes as samples. Failures here do not change the verdict.
import type { SpoolEntry } from '../../monitoring/history/spool-file.ts';
import { SpoolFile } from '../../monitoring/history/spool-file.ts';
import { failingIds, type Verdict } from '../../reports/verdict/verdict-format.ts';
import type { ResultRecord } from '../../reports/result.ts';
import { samplesOfRun } from './samples-of-run.ts';
import { historyLocation, openHistoryOf, spoolOf } from './open-history.ts';

/** Short deadline: the next tick stores what the gate could not. */
const PATIENCE_MS = 5_000;

/** Never rejects. */
export async function rememberRun(
  target: string,
  verdict: Verdict,
  records: readonly ResultRecord[],
  say: (line: string) => void,
): Promise<void> {
  const entries = entriesOfRun(target, verdict, records);
  const location = historyLocation();
  try {
    const history = await openHistoryOf(target, location, PATIENCE_MS);
    await history.addEntries(entries).finally(() => history.close());
    const { left } = samplesOfRun(records);
    if (left !== undefined) say(left);
  } catch (error) {
    say(`warning: ${messageOf(error)}. ${spooled(entries, spoolOf(location))}`);
  }
}

/** The history's rows of a run. The same run gives the same rows, so storing it twice changes nothing. */
export function entriesOfRun(target: string, verdict: Verdict, records: readonly ResultRecord[]): SpoolEntry[] {
  const end = records.find((record) => record.kind === 'end');
  const first = records.find((record) => record.kind === 'run');
  const commit = end?.liveCommit;
  const address = first?.deployment ?? target;
  const startedAt = verdict.startedAt === null ? Date.now() - verdict.durationMs : Date.parse(verdict.startedAt);
  const about = { target, run: verdict.runId };
  const { durationMs, profile, exitCode } = verdict;
  const row = { run: verdict.runId, startedAt, durationMs, profile, verdict: verdict.verdict, exitCode };
  // Figures with a note come from a busy machine or are missing, so later runs are not compared with them.
  const kept = records.filter((record) => !(record.kind === 'metric' && record.stage === 'audits' && record.note));
  const { samples } = samplesOfRun(records);
  return [
    { ...about, kind: 'run', row: { ...row, failing: failingIds(verdict), ...(commit ? { commit } : {}) } },
    { ...about, kind: 'records', records: kept },
    ...(samples.length > 0 ? [{ ...about, kind: 'samples' as const, samples }] : []),
    ...(commit
      ? [{ ...about, kind: 'deployment' as const, commit, address, at: startedAt, verdict: verdict.verdict }]
      : []),
  ];
}

function spooled(entries: readonly SpoolEntry[], folder: string): string {
  try {
    const spool = new SpoolFile(folder);
    for (const entry of entries) spool.append(entry);
    spool.close();
    return 'The run is stored in the spool folder; the next tick imports it';
  } catch (error) {
    return `The run is not stored: ${messageOf(error)}`;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
