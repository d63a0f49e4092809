// A request that failed once can be an outage or one of the few failures that the site's promise allows. Asked again, an outage fails again.
import { ASK_AGAIN } from '../../judging.ts';
import { lowerBound } from '../../common/statistics.ts';
import { KPIS } from '../../kpis.ts';
import type { GuardFinding } from './guard-checks.ts';

/** Addresses that failed again in this process. They are not asked a third time: each check would wait for what hangs. */
const FAILED_AGAIN = new Set<string>();

/**
 * Marks the failed GET requests that are answered below 400 now as `once`. `statusOf` gives undefined without an answer. `failedAgain` is
 * read and written.
 */
export async function askedAgain(
  findings: readonly GuardFinding[],
  statusOf: (url: string) => Promise<number | undefined>,
  failedAgain: Set<string> = FAILED_AGAIN,
): Promise<GuardFinding[]> {
  const urls = new Set(findings.flatMap(({ url }) => url ?? [])).difference(failedAgain);
  const asked = [...urls].slice(0, ASK_AGAIN.mostAddresses);
  const statuses = new Map(await Promise.all(asked.map(async (url) => [url, await statusOf(url)] as const)));
  for (const [url, status = 400] of statuses) if (status >= 400) failedAgain.add(url);
  return findings.map(({ url = '', ...finding }) =>
    (statuses.get(url) ?? 400) < 400 ? { ...finding, once: true } : finding,
  );
}

/** The error rate that the site promises, as a share. */
const PROMISED = KPIS.find(({ id }) => id === 'error-rate')?.target.limit ?? 0;

/** Whether the promised error rate explains `failures` that happened once, of `requests` of all pages. */
export const isChance = (failures: number, requests: number): boolean =>
  failures === 0 || lowerBound(failures, Math.max(failures, requests), ASK_AGAIN.confidence) <= PROMISED;
