// A request that failed once can be an outage or one of the few failures that the site's promise allows. Asked again, an outage fails again.
import { ASK_AGAIN } from '../../judging.ts';
import { lowerBound } from '../../common/statistics.ts';
import { kpi } from '../../kpis.ts';
import type { AnswerAgain, GuardFinding, GuardId, RequestAgain } from './guard-checks.ts';

/** What addresses answered that failed again in this process. They are not asked a third time: each check would wait for what hangs. */
export type FailedAgain = Map<string, AnswerAgain | undefined>;
const FAILED_AGAIN: FailedAgain = new Map();

/** What a script that did not load breaks on its page. */
const CONSEQUENCES: readonly GuardId[] = ['guard.page-errors', 'guard.console-errors', 'guard.reactions'];

/** A redirect, to a sign-in page for one, is not what the page asked for; nor is a text where it needs a style sheet. */
const isAsAsked = ({ type }: RequestAgain, { status, contentType = '' }: AnswerAgain): boolean =>
  status < 300 && (type === undefined || contentType.includes(type));

/** What the browser refused by its type is an error page if it has the status of one: the request failed, and its guard reports it. */
function asRequest(finding: GuardFinding, { url }: RequestAgain, status: number): GuardFinding {
  return status < 400
    ? finding
    : {
        ...finding,
        guard: 'guard.failed-requests',
        text: `request failed: GET ${new URL(url).pathname} HTTP ${String(status)}`,
      };
}

/**
 * Marks the failed requests that are answered below 300 now as `once`, and what broke on their pages. `answerOf` gives undefined without an
 * answer. `failedAgain` is read and written.
 */
export async function askedAgain(
  findings: readonly GuardFinding[],
  answerOf: (request: RequestAgain) => Promise<AnswerAgain | undefined>,
  failedAgain: FailedAgain = FAILED_AGAIN,
): Promise<GuardFinding[]> {
  const requests = new Map(
    findings.flatMap(({ again }) => (again && !failedAgain.has(again.url) ? [[again.url, again]] : [])),
  );
  const asked = [...requests.values()].slice(0, ASK_AGAIN.mostAddresses);
  const answers = await Promise.all(asked.map(async (one) => ({ one, answer: await answerOf(one) })));
  const well = new Set(answers.flatMap(({ one, answer }) => (answer && isAsAsked(one, answer) ? one.url : [])));
  const isWell = (one: RequestAgain | undefined): boolean => one !== undefined && well.has(one.url);
  for (const { one, answer } of answers) if (!isWell(one)) failedAgain.set(one.url, answer);
  const shaken = new Set(findings.flatMap(({ again, page }) => (isWell(again) ? page : [])));
  return findings.map(({ again, ...finding }) => {
    if (isWell(again) || (CONSEQUENCES.includes(finding.guard) && shaken.has(finding.page)))
      return { ...finding, once: true };
    return again?.type === undefined ? finding : asRequest(finding, again, failedAgain.get(again.url)?.status ?? 0);
  });
}

/** Whether the promised error rate explains `failures` that happened once, of `requests` that pages sent and the site answered. */
export function isChance(failures: number, requests: number): boolean {
  const low = lowerBound(failures, Math.max(failures, requests), ASK_AGAIN.confidence);
  return low <= kpi('error-rate').target.limit;
}
