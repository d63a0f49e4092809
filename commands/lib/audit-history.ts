// Results of earlier audits from the history: medians per run, page and form factor. Without a history nothing is compared. An
// unusable history is a warning and does not change the verdict.
import type { KpiId } from '../../kpis.ts';
import { KPIS } from '../../kpis.ts';
import type { PastMedians } from '../../checks/audits/earlier-medians.ts';
import { pastMedians } from '../../monitoring/history/run-reads.ts';
import type { History } from '../../monitoring/history/store.ts';
import type { ResultRecord } from '../../reports/result.ts';
import { openHistoryOf } from './open-history.ts';

/** Only the newest runs count: the site changes over time. */
const RUNS_TO_COMPARE = 20;
const AUDITED: readonly KpiId[] = KPIS.filter((kpi) => kpi.stages.includes('audits')).map((kpi) => kpi.id);

export async function readPast(location: string, target: string, say: (line: string) => void): Promise<PastMedians[]> {
  return (await withHistory(location, target, say, medians)) ?? [];
}

/** Stores the samples of the audits. Samples with a note come from a busy machine or are missing, so later runs are not compared with them. */
export async function storeMedians(
  location: string,
  target: string,
  run: string,
  records: readonly ResultRecord[],
  say: (line: string) => void,
): Promise<void> {
  const kept = records.filter((r) => r.kind === 'metric' && r.stage === 'audits' && r.note === undefined);
  await withHistory(location, target, say, (history) => history.addRecords(run, kept));
}

async function withHistory<T>(
  location: string,
  target: string,
  say: (line: string) => void,
  work: (history: History) => Promise<T>,
): Promise<T | undefined> {
  let history: History | undefined;
  try {
    history = await openHistoryOf(target, location);
    return await work(history);
  } catch (error) {
    say(`warning: not compared with earlier runs: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  } finally {
    await history?.close();
  }
}

const medians = async (history: History): Promise<PastMedians[]> =>
  (await pastMedians(history, AUDITED, RUNS_TO_COMPARE)) as PastMedians[];
