// Earlier runs as Allure's history, built from their verdicts, so that runs without an Allure report are included. Pure.
import type { Verdict } from '../verdict/verdict-format.ts';
import type { AllureHistoryPoint } from './allure-format.ts';
import { caseIdOf } from './allure-format.ts';
import { allureMetrics } from './allure-kpis.ts';
import { allureResults } from './allure-results.ts';

export function allureHistoryPoint(verdict: Verdict): AllureHistoryPoint {
  const results = allureResults(verdict);
  const rows = results.map((one): [string, object] => [
    one.historyId,
    {
      id: `${verdict.runId}.${one.uuid}`,
      name: one.name,
      fullName: one.fullName,
      historyId: one.historyId,
      status: one.status,
      ...(one.statusDetails.message === undefined ? {} : { message: one.statusDetails.message }),
      start: one.start,
      stop: one.stop,
      duration: one.stop - one.start,
      labels: one.labels,
      url: '',
      reportLinks: [],
    },
  ]);
  return {
    uuid: verdict.runId,
    name: `${verdict.profile ?? 'run'} ${verdict.runId}`,
    timestamp: verdict.startedAt === null ? 0 : Date.parse(verdict.startedAt),
    knownTestCaseIds: [...new Set(results.map(({ testCaseId }) => caseIdOf(testCaseId)))],
    // Of several attempts the last one counts.
    testResults: Object.fromEntries(rows),
    metrics: allureMetrics(verdict),
    url: '',
  };
}
