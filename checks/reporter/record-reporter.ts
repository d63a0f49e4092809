// Writes a record for every check that Playwright was to run, as soon as it is known, into RESULTS_FILE.
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { resolve } from 'node:path';
import { fileSink, type Sink } from '../../reports/result.ts';
import { RESULTS_ROOT } from '../../common/results-root.ts';
import { secretsOf } from '../../common/secrets.ts';
import { toRecord, type Outcome } from './test-records.ts';
import { VITALS, visits, vitalRecords, type Visit } from '../measures/web-vitals.ts';

export default class RecordReporter implements Reporter {
  readonly #sink: Sink | undefined;
  readonly #done = new Set<string>();
  readonly #seen: { variant: string; visits: Visit[] }[] = [];
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
    this.#write(test, {
      status: result.status,
      isExpected: result.status === test.expectedStatus,
      durationMs: result.duration,
      errors: result.errors.map((e) => e.message ?? e.value ?? 'unknown error'),
      skipReason: result.annotations.find((a) => a.type === 'skip')?.description,
      attachments: result.attachments.flatMap((a) => (a.path === undefined ? [] : [a.path])),
    });
    const vitals = result.attachments.find((a) => a.name === VITALS)?.body?.toString();
    // A window that changes its size shifts what it shows: no visitor's shift.
    if (vitals && !test.tags.includes('@responsive'))
      this.#seen.push({ variant: variantOf(test), visits: visits.parse(JSON.parse(vitals)) });
  }

  /** A check that was to run and never did is inconclusive, with a record that says so. */
  onEnd(): void {
    if (this.#sink) vitalRecords(this.#seen, new Date()).forEach(this.#sink);
    for (const test of this.#suite?.allTests() ?? []) {
      if (this.#done.has(test.id)) continue;
      this.#write(test, {
        status: 'not-run',
        isExpected: false,
        durationMs: 0,
        errors: [],
        skipReason: undefined,
        attachments: [],
      });
    }
  }

  #write(test: TestCase, outcome: Omit<Outcome, 'id' | 'variant'>): void {
    this.#done.add(test.id);
    const id = test.annotations.find((a) => a.type === 'check')?.description;
    if (id === undefined || !this.#sink) return;
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

const variantOf = (test: TestCase): string => test.parent.project()?.name ?? 'unknown';
