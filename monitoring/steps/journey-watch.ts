// Watches what a visitor does, in a browser, every so many minutes: sign-in, search, vote, front page.
import type { CheckRecord } from '../../reports/result.ts';
import { WATCHED_JOURNEYS } from '../watched-journeys.ts';

export type JourneyRun = {
  /** Runs checks in a browser, once each. A check without a result is absent. A rejection or a reason is a failure of the tool. */
  run: (checks: readonly string[], signal: AbortSignal) => Promise<{ records: CheckRecord[]; broken?: string }>;
  hasAccount: boolean;
  signal: AbortSignal;
};

const inOne = (records: readonly CheckRecord[]): CheckRecord['outcome'] | undefined =>
  (['fail', 'broken', 'inconclusive', 'skipped', 'warn', 'pass'] as const).find((outcome) =>
    records.some((record) => record.outcome === outcome),
  );

/**
 * Runs each journey. A failed journey runs a second time before it can page: `fail` means failed twice, `warn` means passed the second
 * time. Records have the journey's own id.
 */
export async function watchJourneys({ run, hasAccount, signal }: JourneyRun): Promise<CheckRecord[]> {
  const wanted = WATCHED_JOURNEYS.filter(({ needsAccount }) => hasAccount || !needsAccount);
  const first = await attempt(
    run,
    wanted.map(({ check }) => check),
    signal,
  );
  const failed = wanted.filter(({ check }) => outcomeOf(first, check) === 'fail');
  const second =
    failed.length > 0 && !signal.aborted
      ? await attempt(
          run,
          failed.map(({ check }) => check),
          signal,
        )
      : undefined;
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

async function attempt(run: JourneyRun['run'], checks: readonly string[], signal: AbortSignal): Promise<Attempt> {
  try {
    return await run(checks, signal);
  } catch (error) {
    return { records: [], broken: error instanceof Error ? error.message : String(error) };
  }
}

const outcomeOf = ({ records }: Attempt, check: string): CheckRecord['outcome'] | undefined =>
  inOne(records.filter(({ id }) => id === check));

function failuresOf({ records, broken }: Attempt, check: string): CheckRecord['failures'] {
  const of = records.filter(({ id }) => id === check);
  if (of.length === 0) return [{ code: 'tool', message: `the journey did not report${broken ? `: ${broken}` : ''}` }];
  return of.flatMap(({ failures }) => failures).slice(0, 5);
}
