// CTRF (https://ctrf.io): the Common Test Report Format. KPIs, checks and their variants are tests with their attempts.
import { figureOf } from '../verdict/shown-figure.ts';
import type { CheckRow, KpiRow, Verdict } from '../verdict/verdict-format.ts';
import { attemptsOf, type Attempt } from './attempts.ts';
import { printable } from './escape.ts';

type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';
type Test = {
  name: string;
  status: Status;
  duration: number;
  suite: string[];
  rawStatus: string;
  [more: string]: unknown;
};

/** A check that was not judged is `other`: neither passed nor failed. */
const STATUS: Readonly<Record<string, Status>> = {
  pass: 'passed',
  warn: 'passed',
  breach: 'failed',
  fail: 'failed',
  broken: 'other',
  inconclusive: 'other',
  suspected: 'other',
};
const statusOf = (word: string): Status => (Object.hasOwn(STATUS, word) ? (STATUS[word] ?? 'skipped') : 'skipped');

const ofKpi = (k: KpiRow): Test => ({
  name: `${k.id}: ${k.title}`,
  // A suspicion decides only where the KPI is required.
  status: k.verdict === 'suspected' && !k.required ? 'passed' : statusOf(k.verdict),
  rawStatus: k.verdict,
  duration: 0,
  suite: ['kpis'],
  message: printable(`${figureOf(k)}, limit ${k.limit}: ${k.reason}`),
  extra: { n: k.n, source: k.source, severity: k.severity },
});

function ofCheck(c: CheckRow): Test[] {
  const base = { name: `${c.id}: ${c.title}`, suite: [c.stage], tags: [c.id] };
  if (c.variants.length === 0)
    return [
      {
        ...base,
        status: statusOf(c.verdict),
        rawStatus: c.verdict,
        duration: 0,
        ...(c.reason ? { message: printable(c.reason) } : {}),
      },
    ];
  return c.variants.map((v) => {
    const said = v.failures.map((f) => `${f.code}: ${f.message}`).join('\n');
    return {
      ...base,
      name: v.variant === undefined ? base.name : `${base.name} (${v.variant})`,
      status: statusOf(v.outcome),
      rawStatus: v.outcome,
      duration: Math.round(v.durationMs),
      ...(said === '' ? {} : { message: printable(said) }),
      ...(v.evidence.length === 0
        ? {}
        : { attachments: v.evidence.map((path) => ({ name: path, contentType: 'application/octet-stream', path })) }),
      ...retriesOf(attemptsOf(v)),
      extra: { rerun: v.rerun },
    };
  });
}

/** The runs of a check that ran more than once. The format calls a pass after a failure flaky. */
function retriesOf(
  attempts: readonly Attempt[],
): { retries: number; flaky: boolean; retryAttempts: object[] } | object {
  if (attempts.length === 1) return {};
  return {
    retries: attempts.length - 1,
    flaky: attempts.at(-1)?.outcome === 'pass',
    retryAttempts: attempts.map(({ number, outcome, durationMs, said }) => ({
      attempt: number,
      status: statusOf(outcome),
      duration: Math.round(durationMs),
      ...(said.length === 0 ? {} : { message: printable(said.join('\n')) }),
    })),
  };
}

/** The text of ctrf.json. */
export function ctrf(v: Verdict): string {
  const tests = [...v.kpis.map(ofKpi), ...v.checks.flatMap(ofCheck)];
  const count = (status: Status): number => tests.filter((t) => t.status === status).length;
  const start = v.startedAt === null ? 0 : Date.parse(v.startedAt);
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    runId: v.runId,
    generatedBy: 'mysetlist-synthetic-checks',
    results: {
      tool: { name: 'mysetlist-synthetic-checks' },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        flaky: tests.filter((t) => t['flaky'] === true).length,
        start,
        stop: start + Math.round(v.durationMs),
        extra: { verdict: v.verdict, exitCode: v.exitCode },
      },
      tests,
      environment: {
        testEnvironment: v.target,
        ...(v.commit === undefined ? {} : { commit: v.commit }),
        extra: { profile: v.profile },
      },
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
