// Data for the advice at the end of a run: the last good deployment in the history, and the contacts of the on-call file.
import { isLoopback } from '../../common/loopback.ts';
import { readOnCall } from '../../monitoring/incidents/on-call.ts';
import { lastGoodOf } from '../../monitoring/last-good.ts';
import type { ResultRecord } from '../../reports/result.ts';
import type { GoodDeployment } from '../../reports/verdict/rollback-advice.ts';
import type { AdviceFacts } from '../../reports/verdict/what-now.ts';
import { historyLocation, openHistoryOf } from './open-history.ts';

const LOOK_BACK_MS = 90 * 86_400_000;
/** Short deadline for reading the history. */
const PATIENCE_MS = 2_000;

/** Never rejects: without data the advice is shorter. */
export async function adviceFacts(target: URL, records: readonly ResultRecord[], nowMs: number): Promise<AdviceFacts> {
  // The judged deployment is not a rollback target. A dead site does not name its commit, but the caller of the gate may have.
  const commit =
    records.findLast((record) => record.kind === 'end')?.liveCommit ??
    records.find((record) => record.kind === 'run')?.commit;
  const lastGood = await lastGoodDeployment(target, commit, nowMs).catch(() => undefined);
  if (isLoopback(target)) return { isLocal: true, lastGood };
  try {
    const { contacts, routing, topics } = readOnCall();
    const named = (ids: readonly string[]): string[] =>
      ids.map((id) => [contacts[id]?.name ?? id, contacts[id]?.address].filter(Boolean).join(', '));
    return {
      lastGood,
      contacts: { by: (severity) => named(routing[severity]), security: named(topics['security'] ?? []) },
    };
  } catch {
    return { lastGood };
  }
}

async function lastGoodDeployment(
  target: URL,
  commit: string | undefined,
  nowMs: number,
): Promise<GoodDeployment | undefined> {
  const history = await openHistoryOf(target.origin, historyLocation(), PATIENCE_MS);
  try {
    const all = await history.deployments(nowMs - LOOK_BACK_MS, nowMs);
    return lastGoodOf(all, target, commit);
  } finally {
    await history.close();
  }
}
