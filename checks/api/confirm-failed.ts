// Runs the checks over HTTP, and those that failed a second time (second-run.ts). If many have failed, that is no coincidence: nothing runs again.
// A third run decides where both failed of 5xx alone: a site that keeps its promise (one 500 in two thousand answers) fails two runs of one of 90
// checks in about one gate of 5,000, and three in none.
import { MOST_CONFIRMED } from '../../judging.ts';
import type { CheckRecord, EarlierRun, ErrorCode, Failure } from '../../reports/result.ts';
import { joinRuns } from './second-run.ts';

export type Judged = { outcome: CheckRecord['outcome']; failures: readonly Failure[] };
export type Confirmed<T> = T & {
  /** Of all runs together. */ durationMs: number;
  /** 2 or 3 where it ran again. */ attempts?: number;
  earlier?: EarlierRun[];
};

/** Codes of checks that could not be judged, by what may be over: a 500, one of the request that prepares the check, a machine that slept. */
const MAY_PASS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['server-error', 'no-data', 'machine']);
/** Failed, or not judged because of what may be over. */
const isUnsure = ({ outcome, failures }: Judged): boolean =>
  outcome === 'fail' || (outcome === 'inconclusive' && failures.some(({ code }) => MAY_PASS.has(code)));

/** Both runs failed of 5xx: each may be a coincidence. */
const isBlipAgain = (first: Judged, second: Judged): boolean =>
  isUnsure(second) && [...first.failures, ...second.failures].every(({ code }) => code === 'server-error');

/**
 * Runs all items side by side, then those that failed a second time. `done` gets each item with its result as soon as that is certain.
 * `mayRepeat` is false for items that cost too much to run again.
 */
export async function runConfirmed<Item, T extends Judged>(
  items: readonly Item[],
  run: (item: Item) => Promise<T>,
  done: (item: Item, result: Confirmed<T>) => void,
  mayRepeat: (item: Item) => boolean = () => true,
): Promise<void> {
  const failed: { item: Item; first: Confirmed<T> }[] = [];
  const timed = async (item: Item): Promise<Confirmed<T>> => {
    const started = performance.now();
    const result = await run(item);
    return { ...result, durationMs: performance.now() - started };
  };
  await Promise.all(
    items.map(async (item) => {
      const first = await timed(item);
      if (isUnsure(first) && mayRepeat(item)) failed.push({ item, first });
      else done(item, first);
    }),
  );
  await Promise.all(
    failed.map(async ({ item, first }) => {
      if (failed.length > MOST_CONFIRMED) return done(item, first);
      const second = await timed(item);
      const both = joinRuns(first, second);
      done(item, isBlipAgain(first, second) ? joinRuns(both, await timed(item)) : both);
    }),
  );
}
