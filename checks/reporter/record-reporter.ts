// Writes a record for every check that Playwright was to run, as soon as it is known, into RESULTS_FILE; and one for each guard at the end.
import { resolve } from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { z } from 'zod';
import { fileSink, type Sink } from '../../reports/result.ts';
import { RESULTS_ROOT } from '../../common/results-root.ts';
import { secretsOf } from '../../common/secrets.ts';
import { GUARD_FINDINGS, GUARD_IDS } from '../guards/guard-checks.ts';
import { guardFailures, guardRecords, type Met } from '../guards/guard-record.ts';
import { VITALS, visits, vitalRecords, type Visit } from '../measures/web-vitals.ts';
import { COULD_NOT_PREPARE } from '../visitor/preparation.ts';
import { CANNOT_BLAME, FAILED_REQUESTS, OWN_ANSWERS, WARNING } from './test-facts.ts';
import { toRecord, type Outcome } from './test-records.ts';

const findings = z.array(z.object({ guard: z.enum(GUARD_IDS), text: z.string(), page: z.string() }));
const lines = z.array(z.string());

export default class RecordReporter implements Reporter {
  readonly #sink: Sink | undefined;
  readonly #done = new Set<string>();
  readonly #seen: { variant: string; visits: Visit[] }[] = [];
  readonly #met: Met[] = [];
  readonly #unprepared = new Map<string, string[]>();
  #watched = 0;
  #suite: Suite | undefined;

  constructor() {
    const file = process.env['RESULTS_FILE'];
    this.#sink = file ? fileSink(file) : undefined;
  }

  printsToStdio(): boolean {
    return false;
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const attached = (name: string): unknown => {
      const body = result.attachments.find((a) => a.name === name)?.body?.toString();
      return body === undefined ? undefined : JSON.parse(body);
    };
    const noted = (type: string): string[] =>
      result.annotations.flatMap((a) => (a.type === type ? [a.description ?? ''] : []));
    const skipReason = noted('skip')[0];
    this.#write(test, {
      status: result.status,
      durationMs: result.duration,
      errors: result.errors.map((e) => e.message ?? e.value ?? 'unknown error'),
      skipReason,
      cannotBlame: noted(CANNOT_BLAME)[0],
      warnings: noted(WARNING),
      failedRequests: lines.safeParse(attached(FAILED_REQUESTS)).data ?? [],
      ownAnswers: lines.safeParse(attached(OWN_ANSWERS)).data ?? [],
      attachments: result.attachments.flatMap((a) => (a.path === undefined ? [] : [a.path])),
    });
    const seen = findings.safeParse(attached(GUARD_FINDINGS));
    if (seen.success) {
      this.#watched += 1;
      this.#met.push(...seen.data.map((finding) => ({ ...finding, check: idOf(test) ?? test.title })));
    }
    if (skipReason?.startsWith(COULD_NOT_PREPARE))
      this.#unprepared.set(skipReason, [...(this.#unprepared.get(skipReason) ?? []), idOf(test) ?? test.title]);
    const vitals = visits.safeParse(attached(VITALS));
    // A window that changes its size shifts what it shows: no visitor's shift.
    if (vitals.success && !test.tags.includes('@responsive'))
      this.#seen.push({ variant: variantOf(test), visits: vitals.data });
  }

  /**
   * A check that was to run and never did is inconclusive, with a record that says so. A finding of a guard, or a check that could not be
   * prepared, ends `npx playwright test` red, and is said last.
   */
  async onEnd(): Promise<{ status: FullResult['status'] } | undefined> {
    if (this.#sink) vitalRecords(this.#seen, new Date()).forEach(this.#sink);
    for (const test of this.#suite?.allTests() ?? []) {
      if (this.#done.has(test.id)) continue;
      this.#write(test, {
        status: 'not-run',
        durationMs: 0,
        errors: [],
        skipReason: undefined,
        attachments: [],
      });
    }
    if (this.#sink) for (const record of this.#guards()) this.#sink(record);
    const told = [
      ...GUARD_IDS.flatMap((guard) => guardFailures(guard, this.#met).map(({ message }) => `${guard}: ${message}`)),
      ...[...this.#unprepared].map(([reason, checks]) => `${reason} (${[...new Set(checks)].join(', ')})`),
    ];
    if (told.length === 0) return undefined;
    process.stdout.write(
      `\n  The checks above are not all: this run ends red for\n${told.map((one) => `    ${one}\n`).join('')}`,
    );
    return { status: 'failed' };
  }

  #guards(): ReturnType<typeof guardRecords> {
    const chosen = GUARD_IDS.filter(isRecorded);
    const target = process.env['STAND_IN'] === '1' ? undefined : process.env['TARGET_URL'];
    const rerun = [
      ...(target === undefined ? [] : [`TARGET_URL=${target}`]),
      'npx playwright test checks/journeys',
    ].join(' ');
    return guardRecords(this.#met, this.#watched, { at: new Date(), rerun }, chosen);
  }

  #write(test: TestCase, outcome: Omit<Outcome, 'id' | 'variant'>): void {
    this.#done.add(test.id);
    const id = idOf(test);
    if (id === undefined || !this.#sink || !isRecorded(id)) return;
    const record = toRecord(
      { id, variant: variantOf(test), ...outcome },
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
const idOf = (test: TestCase): string | undefined => test.annotations.find((a) => a.type === 'check')?.description;
