// What a gate's run leaves in the history: its verdict, its checks and figures, and the deployment that it judged. It decides nothing.
import type { SpoolEntry } from '../../monitoring/history/spool-file.ts';
import { SpoolFile } from '../../monitoring/history/spool-file.ts';
import { failingIds, type Verdict } from '../../reports/verdict/verdict-format.ts';
import type { ResultRecord } from '../../reports/result.ts';
import { historyLocation, openHistoryOf, spoolOf } from './open-history.ts';

/** A gate does not wait long for the history: what it cannot store, the next tick stores. */
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
  } catch (error) {
    say(`warning: ${messageOf(error)}. ${spooled(entries, spoolOf(location))}`);
  }
}

/** What the history keeps of a run. The same run again gives the same rows, so it can be stored twice. */
export function entriesOfRun(target: string, verdict: Verdict, records: readonly ResultRecord[]): SpoolEntry[] {
  const end = records.find((record) => record.kind === 'end');
  const first = records.find((record) => record.kind === 'run');
  const commit = end?.liveCommit;
  const address = first?.deployment ?? target;
  const startedAt = verdict.startedAt === null ? Date.now() - verdict.durationMs : Date.parse(verdict.startedAt);
  const about = { target, run: verdict.runId };
  const { durationMs, profile, exitCode } = verdict;
  const row = { run: verdict.runId, startedAt, durationMs, profile, verdict: verdict.verdict, exitCode };
  // Figures with a note were taken on a busy machine, or are none: they are no past to compare with.
  const kept = records.filter((record) => !(record.kind === 'metric' && record.stage === 'audits' && record.note));
  return [
    { ...about, kind: 'run', row: { ...row, failing: failingIds(verdict), ...(commit ? { commit } : {}) } },
    { ...about, kind: 'records', records: kept },
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
    return 'The run is kept beside it; the next tick takes it in';
  } catch (error) {
    return `The run is not kept: ${messageOf(error)}`;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
