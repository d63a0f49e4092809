// Writes a record for every check that Playwright was to run, as soon as it is known, into RESULTS_FILE or the sink that it is given; and one for
// each guard at the end.
import { resolve } from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { z } from 'zod';
import { fileSink, type Sink } from '../../reports/result.ts';
import { RESULTS_ROOT } from '../../common/results-root.ts';
import { secretsOf } from '../../common/secrets.ts';
import { jsonOf } from '../api/strict-json.ts';
import { GUARD_FINDINGS, GUARD_IDS } from '../guards/guard-checks.ts';
import { guardFailures, guardRecords, lasting, type Met } from '../guards/guard-record.ts';
import { VITALS, visits, vitalRecords, type Visit } from '../measures/web-vitals.ts';
import { COULD_NOT_PREPARE } from '../visitor/preparation.ts';
import { failedSoFar, noteChecksOfRun, noteFailedChecks, noteUnusablePages } from './confirmation.ts';
import { CANNOT_BLAME, FAILED_REQUESTS, OWN_ANSWERS, OWN_DELAY_MS, WARNING } from './test-facts.ts';
import { toRecord, type Outcome } from './test-records.ts';

const report = z.object({
  requests: z.int().nonnegative(),
  findings: z.array(
    z.object({ guard: z.enum(GUARD_IDS), text: z.string(), page: z.string(), once: z.boolean().optional() }),
  ),
});
const lines = z.array(z.string());

type TestOutcome = Omit<Outcome, 'id' | 'variant'>;
/** `met`: what the guards saw, where the test came to its end. */
type Attempt = { outcome: TestOutcome; met: Met[] | undefined };
const NOT_RUN: TestOutcome = { status: 'not-run', durationMs: 0, errors: [], skipReason: undefined, attachments: [] };

export default class RecordReporter implements Reporter {
  readonly #sink: Sink | undefined;
  readonly #done = new Set<string>();
  /** Failed once and to run again, by Playwright's id of the test. */
  readonly #failedOnce = new Map<string, Attempt>();
  #failed = failedSoFar();
  readonly #seen: { variant: string; visits: Visit[] }[] = [];
  readonly #met: Met[] = [];
  readonly #unprepared = new Map<string, string[]>();
  #watched = 0;
  #requests = 0;
  #suite: Suite | undefined;

  /** Playwright gives options of its own, and no sink. */
  constructor({ sink }: { sink?: Sink } = {}) {
    const file = process.env['RESULTS_FILE'];
    this.#sink = sink ?? (file ? fileSink(file) : undefined);
  }

  printsToStdio(): boolean {
    return false;
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite;
    noteChecksOfRun(suite.allTests().length);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const attached = (name: string): unknown => {
      const body = result.attachments.find((a) => a.name === name)?.body?.toString();
      return body === undefined ? undefined : jsonOf(body);
    };
    const noted = (type: string): string[] =>
      result.annotations.flatMap((a) => (a.type === type ? [a.description ?? ''] : []));
    const outcome: TestOutcome = {
      status: result.status,
      durationMs: result.duration,
      errors: result.errors.map((e) => e.message ?? e.value ?? 'unknown error'),
      skipReason: noted('skip')[0],
      cannotBlame: noted(CANNOT_BLAME)[0],
      warnings: noted(WARNING),
      failedRequests: lines.safeParse(attached(FAILED_REQUESTS)).data ?? [],
      ownDelayMs: z.number().nonnegative().safeParse(attached(OWN_DELAY_MS)).data,
      ownAnswers: lines.safeParse(attached(OWN_ANSWERS)).data ?? [],
      attachments: result.attachments.flatMap((a) => (a.path === undefined ? [] : [a.path])),
    };
    const seen = report.safeParse(attached(GUARD_FINDINGS)).data;
    this.#requests += seen?.requests ?? 0;
    const met = seen?.findings.map((finding): Met => ({ ...finding, check: idOf(test) ?? test.title }));
    const hasFailed = result.status === 'failed' || result.status === 'timedOut';
    if (hasFailed) noteUnusablePages(noted(CANNOT_BLAME));
    if (hasFailed && result.retry < test.retries) {
      noteFailedChecks((this.#failed += 1));
      this.#failedOnce.set(test.id, { outcome, met });
    } else this.#settle(test, { outcome, met });
    const vitals = visits.safeParse(attached(VITALS));
    // A window that changes its size shifts what it shows: no visitor's shift.
    if (vitals.success && !test.tags.includes('@responsive'))
      this.#seen.push({ variant: variantOf(test), visits: vitals.data });
  }

  /** The last run of a test. What a guard saw in a first run alone is a part of the warning, and no finding of the guard. */
  #settle(test: TestCase, last: Attempt): void {
    const first = this.#failedOnce.get(test.id);
    const hasPassed = last.outcome.status === 'passed';
    const again = new Set(last.met?.map(({ guard, text }) => guard + text));
    const once = (hasPassed ? (first?.met ?? []) : []).filter(({ guard, text }) => !again.has(guard + text));
    const warnings = once.map(({ guard, text, page }) => `seen in the first run only, ${guard}: ${text} on ${page}`);
    this.#write(test, {
      ...last.outcome,
      warnings: [...(last.outcome.warnings ?? []), ...warnings],
      ...(first && { before: { id: idOf(test) ?? '', variant: variantOf(test), ...first.outcome } }),
    });
    if (last.met !== undefined) this.#watched += 1;
    this.#met.push(...(last.met ?? []), ...(hasPassed ? [] : (first?.met ?? [])));
    const reason = last.outcome.skipReason;
    if (reason?.startsWith(COULD_NOT_PREPARE))
      this.#unprepared.set(reason, [...(this.#unprepared.get(reason) ?? []), idOf(test) ?? test.title]);
  }

  /**
   * A check that was to run and never did is inconclusive, with a record that says so. A finding of a guard, or a check that could not be
   * prepared, ends `npx playwright test` red, and is said last.
   */
  async onEnd(): Promise<{ status: FullResult['status'] } | undefined> {
    if (this.#sink) vitalRecords(this.#seen, new Date()).forEach(this.#sink);
    for (const test of this.#suite?.allTests() ?? []) {
      if (this.#done.has(test.id)) continue;
      // Its second run never came.
      const first = this.#failedOnce.get(test.id);
      this.#write(test, first?.outcome ?? NOT_RUN);
      this.#met.push(...(first?.met ?? []));
    }
    if (this.#sink) for (const record of this.#guards()) this.#sink(record);
    const counted = lasting(this.#met, this.#requests);
    const told = [
      ...GUARD_IDS.flatMap((guard) => guardFailures(guard, counted).map(({ message }) => `${guard}: ${message}`)),
      ...[...this.#unprepared].map(([reason, checks]) => `${reason} (${[...new Set(checks)].join(', ')})`),
    ];
    if (told.length === 0) return undefined;
    process.stdout.write(`\n  This run also fails for\n${told.map((one) => `    ${one}\n`).join('')}`);
    return { status: 'failed' };
  }

  #guards(): ReturnType<typeof guardRecords> {
    const chosen = GUARD_IDS.filter(isRecorded);
    const target = process.env['STAND_IN'] === '1' ? undefined : process.env['TARGET_URL'];
    const rerun = [
      ...(target === undefined ? [] : [`TARGET_URL=${target}`]),
      'npx playwright test checks/journeys',
    ].join(' ');
    return guardRecords(this.#met, this.#watched, { at: new Date(), rerun, requests: this.#requests }, chosen);
  }

  #write(test: TestCase, outcome: TestOutcome): void {
    this.#done.add(test.id);
    const id = idOf(test);
    if (id === undefined || !this.#sink || !isRecorded(id)) return;
    const variant = variantOf(test);
    const record = toRecord(
      { id, variant, ...outcome },
      {
        at: new Date(),
        resultsDir: resolve(process.env['RESULTS_DIR'] ?? RESULTS_ROOT),
        secrets: process.env['REDACT'] === 'off' ? [] : secretsOf(process.env),
        noAccount: process.env['NO_ACCOUNT'] === '1',
        target: process.env['STAND_IN'] === '1' ? undefined : process.env['TARGET_URL'],
      },
    );
    this.#sink(record);
  }
}

/** A stage that was asked for some checks only gets the records of those; by hand there is a record for each. */
const isRecorded = (id: string): boolean => process.env['RECORD_ONLY']?.split(',').includes(id) ?? true;
const variantOf = (test: TestCase): string => test.parent.project()?.name ?? 'unknown';
/** The check that a test proves. */
export const idOf = (test: TestCase): string | undefined =>
  test.annotations.find((a) => a.type === 'check')?.description;
