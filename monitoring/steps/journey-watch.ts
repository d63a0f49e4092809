// Watches what a visitor does, in a browser, every so many minutes: sign-in, search, vote, front page.
import { isUnansweredByUs, startDelayMeter, type DelayMeter } from '../../common/own-delay.ts';
import type { CheckRecord } from '../../reports/result.ts';
import { WATCHED_JOURNEYS, type WatchedJourney } from '../watched-journeys.ts';

export type JourneyRun = {
  /** Runs checks in a browser, once each. A check without a result is absent. A rejection or a reason is a failure of the tool. */
  run: (checks: readonly string[], signal: AbortSignal) => Promise<{ records: CheckRecord[]; broken?: string }>;
  hasAccount: boolean;
  signal: AbortSignal;
  /** How long this process could not run while it waited. */
  startMeter?: () => DelayMeter;
};

const inOne = (records: readonly CheckRecord[]): CheckRecord['outcome'] | undefined =>
  (['fail', 'broken', 'inconclusive', 'skipped', 'warn', 'pass'] as const).find((outcome) =>
    records.some((record) => record.outcome === outcome),
  );

/**
 * Runs each journey. A failed journey runs a second time before it can page: `fail` means failed twice, `warn` means passed the second
 * time. A failure of a run that this machine kept from running is none: the journey is not judged. Records have the journey's own id.
 */
export async function watchJourneys({
  run,
  hasAccount,
  signal,
  startMeter = startDelayMeter,
}: JourneyRun): Promise<CheckRecord[]> {
  const wanted = WATCHED_JOURNEYS.filter(({ needsAccount }) => hasAccount || !needsAccount);
  const attempt = (of: readonly WatchedJourney[]): Promise<Attempt> =>
    attemptOf(
      run,
      of.map(({ check }) => check),
      signal,
      startMeter(),
    );
  const first = await attempt(wanted);
  const failed = wanted.filter(({ check }) => outcomeOf(first, check) === 'fail');
  const second = failed.length > 0 && !signal.aborted ? await attempt(failed) : undefined;
  if (signal.aborted) return []; // our own stop is not about the site
  return WATCHED_JOURNEYS.map(({ id, check, needsAccount }): CheckRecord => {
    const about = { kind: 'check' as const, at: new Date().toISOString(), id, stage: 'journeys' as const };
    const rest = { durationMs: 0, evidence: [], rerun: `npx playwright test --grep '@${check}'` };
    if (needsAccount && !hasAccount)
      return {
        ...about,
        ...rest,
        outcome: 'skipped',
        failures: [{ code: 'no-account', message: 'SYNTHETIC_EMAIL and SYNTHETIC_PASSWORD are not set' }],
      };
    const outcome = outcomeOf(first, check) ?? 'broken';
    const failures = failuresOf(first, check);
    if (outcome !== 'fail') return { ...about, ...rest, outcome, failures };
    if (second === undefined) return { ...about, ...rest, outcome: 'broken', failures };
    const again = outcomeOf(second, check);
    if (again === 'fail') return { ...about, ...rest, outcome, failures: failuresOf(second, check) };
    if (again === 'pass' || again === 'warn')
      return {
        ...about,
        ...rest,
        outcome: 'warn',
        failures: failures.map(({ code, message }) => ({
          code,
          message: `failed once, passed on the second run: ${message}`,
        })),
      };
    return { ...about, ...rest, outcome: again ?? 'broken', failures: failuresOf(second, check) };
  });
}

type Attempt = { records: CheckRecord[]; broken?: string };

async function attemptOf(
  run: JourneyRun['run'],
  checks: readonly string[],
  signal: AbortSignal,
  meter: DelayMeter,
): Promise<Attempt> {
  const started = performance.now();
  try {
    const { records, ...rest } = await run(checks, signal);
    const isOurs = isUnansweredByUs(meter, performance.now() - started, false);
    return {
      ...rest,
      records: records.map((record) => ownDelayTold(record, isOurs ? meter.soFar() + meter.slept() : undefined)),
    };
  } catch (error) {
    return { records: [], broken: error instanceof Error ? error.message : String(error) };
  } finally {
    meter.end();
  }
}

/** A failure of which nobody can say whether it is the site's or this machine's is not judged. `ourMs`: this process itself could not run. */
function ownDelayTold(record: CheckRecord, ourMs: number | undefined): CheckRecord {
  const { outcome, durationMs, ownDelayMs = 0 } = record;
  const browser = { soFar: () => ownDelayMs, slept: () => 0 };
  if (outcome !== 'fail' || (ourMs === undefined && !isUnansweredByUs(browser, durationMs, false))) return record;
  const ms = Math.round(Math.max(ownDelayMs, ourMs ?? 0)).toLocaleString('en-US');
  const why = `this machine kept the browser from running for ${ms} ms, so the journey is not judged`;
  const failures = record.failures.map(({ message }) => ({ code: 'machine' as const, message: `${why}: ${message}` }));
  return { ...record, outcome: 'inconclusive', failures };
}

const outcomeOf = ({ records }: Attempt, check: string): CheckRecord['outcome'] | undefined =>
  inOne(records.filter(({ id }) => id === check));

function failuresOf({ records, broken }: Attempt, check: string): CheckRecord['failures'] {
  const of = records.filter(({ id }) => id === check);
  if (of.length === 0) return [{ code: 'tool', message: `the journey did not report${broken ? `: ${broken}` : ''}` }];
  return of.flatMap(({ failures }) => failures).slice(0, 5);
}
