// `npx playwright test` by hand is a run like others: a run folder, records, a verdict, its reports and its exit code. A reporter, named by
// playwright.config.ts. What it does not run (probes, audits, load) has no result, and the verdict says so.
import { rmSync } from 'node:fs';
import path from 'node:path';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import RecordReporter, { idOf } from '../../checks/reporter/record-reporter.ts';
import { isLoopback } from '../../common/loopback.ts';
import { makeFolder } from '../../common/make-folder.ts';
import { redactValues } from '../../common/redact-text.ts';
import { RUN_ID } from '../../common/run-id.ts';
import { secretsOf } from '../../common/secrets.ts';
import { fileSink, type ResultRecord, type Sink } from '../../reports/result.ts';
import { EXIT_CODES } from '../../reports/verdict/exit-codes.ts';
import { readResults } from '../../reports/verdict/read-results.ts';
import { whatNow } from '../../reports/verdict/what-now.ts';
import { firstRecord, lastRecords } from './by-hand-records.ts';
import { concludeRun } from './conclude-run.ts';
import { linkPlaywrightReport } from './playwright-report-link.ts';
import { adviceFacts } from './run-advice.ts';
import { openRunFolder, RESULTS } from './run-folder.ts';
import { tellGithub } from './side-channels.ts';

/** Wrong usage: Playwright says so itself, and nothing was asked. */
const USAGE = /^(Error: )?No tests found/;
/** Playwright's codes for passed and failed. Its 130 (interrupted) stays. */
const OVERRULED: readonly unknown[] = [0, 1, undefined];
const STOPPED: Partial<Record<FullResult['status'], string>> = {
  interrupted: 'interrupted',
  timedout: "Playwright's global timeout has passed",
};
const now = (): string => new Date().toISOString();

export default class RunByHand implements Reporter {
  readonly #records = new RecordReporter({ sink: (record) => this.#take(record) });
  readonly #dir = path.resolve(process.env['RESULTS_DIR'] || RESULTS);
  readonly #file = path.join(this.#dir, 'results.ndjson');
  readonly #started = performance.now();
  readonly #errors: string[] = [];
  #selected: ReadonlySet<string> = new Set();
  #write: Sink | undefined;
  #close = (): void => {};
  #exit: number | undefined;
  #status: FullResult['status'] = 'passed';

  printsToStdio(): boolean {
    return false;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    const ids = suite.allTests().flatMap((test) => idOf(test) ?? []);
    if (ids.length > 0) this.#open(ids);
    this.#records.onBegin(config, suite);
  }

  onError({ message, value }: TestError): void {
    const text = message ?? value ?? 'unknown error';
    if (!USAGE.test(text)) this.#errors.push(text.split('\n')[0] ?? '');
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#records.onTestEnd(test, result);
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    if (this.#write === undefined && this.#errors.length > 0) this.#open([]);
    const changed = await this.#records.onEnd();
    this.#status = changed?.status ?? status;
    if (this.#write === undefined) return changed;
    const { records } = readResults(this.#file);
    const trouble = this.#errors[0] ?? STOPPED[this.#status];
    const durationMs = performance.now() - this.#started;
    lastRecords(records, { at: now(), durationMs, trouble }).forEach(this.#write);
    return changed;
  }

  /** The last of all: the other reporters have written what belongs to the run. */
  async onExit(): Promise<void> {
    if (this.#write === undefined) return;
    try {
      await this.#conclude();
    } catch (error) {
      process.stderr.write(`The run was not judged: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }

  /** Makes the folder and writes the first record. */
  #open(ids: readonly string[]): void {
    // Until it is judged it is not green.
    this.#exit = EXIT_CODES.broken;
    process.once('exit', () => this.#leave());
    const runId = path.basename(this.#dir);
    if (path.dirname(this.#dir) === RESULTS && RUN_ID.test(runId)) this.#close = openRunFolder(new Date(), runId).close;
    else makeFolder(this.#dir);
    rmSync(this.#file, { force: true });
    const write = fileSink(this.#file);
    const secrets = (): string[] => (process.env['REDACT'] === 'off' ? [] : secretsOf(process.env));
    this.#write = (record) => write(redactValues(record, secrets()));
    const profile = process.env['ALL_CHECKS'] === '1' ? 'nightly' : 'gate';
    const first = firstRecord(ids, { runId, at: now(), target: targetOf().origin, profile });
    this.#selected = new Set(first.checks.flatMap(({ id, selected }) => (selected ? [id] : [])));
    this.#write(first);
  }

  /** Without a journey nobody asked what the guards saw. */
  #take(record: ResultRecord): void {
    if (record.kind !== 'check' || this.#selected.has(record.id)) this.#write?.(record);
  }

  async #conclude(): Promise<void> {
    const secrets = secretsOf(process.env);
    const target = targetOf();
    const { records } = readResults(this.#file);
    const advice = isLoopback(target) ? { isLocal: true } : await adviceFacts(target, records, Date.now());
    // Programs read what these reporters print.
    const isRead = /\s--reporter[= ]\S*\b(json|junit)\b/.test(process.argv.join(' '));
    const say = (text: string): void => void (isRead ? process.stderr : process.stdout).write(`${text}\n`);
    const verdict = concludeRun({ dir: this.#dir, secrets, say, advice, brief: true });
    this.#exit = Number(process.exitCode);
    if (this.#exit === 0 && this.#status !== 'passed') say('Playwright itself ends with exit code 1: see above.');
    tellGithub(verdict, secrets, process.env, whatNow(verdict, advice));
    linkPlaywrightReport(this.#dir);
    say(`report: ${path.relative(process.cwd(), this.#dir)}/summary.md`);
  }

  #leave(): void {
    this.#close();
    // Where Playwright failed for what no check records, its code stands.
    if (this.#exit !== undefined && this.#exit !== 0 && OVERRULED.includes(process.exitCode))
      process.exitCode = this.#exit;
  }
}

/** The stand-in's address is known once it runs; a run that breaks before has no other. */
function targetOf(): URL {
  const given = process.env['TARGET_URL'] ?? '';
  return new URL(URL.canParse(given) ? given : 'http://127.0.0.1');
}
