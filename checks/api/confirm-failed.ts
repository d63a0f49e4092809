// A check over HTTP that failed runs a second time before it is red: one 500 in two thousand answers keeps the promise of 99.9 %. Passing then is
// a warning. Where many have failed it is no chance, and the site is not asked all of it again.
import { MOST_CONFIRMED } from '../../judging.ts';
import { FAILED_ONCE, type CheckRecord, type EarlierRun, type Failure } from '../../reports/result.ts';

export type Judged = { outcome: CheckRecord['outcome']; failures: readonly Failure[] };
export type Confirmed<T> = T & {
  /** Of both runs together. */ durationMs: number;
  /** 2 where it ran again. */ attempts?: number;
  earlier?: EarlierRun[];
};

/** Failed, or kept from judging by an answer that may have been a chance. */
const isUnsure = ({ outcome, failures }: Judged): boolean =>
  outcome === 'fail' || (outcome === 'inconclusive' && failures.some(({ code }) => code === 'server-error'));

/** Runs every item side by side, and those that failed once more. `done` gets each item with its result, as soon as that is sure; `mayRepeat` leaves out what costs too much. */
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
      const earlier = [{ outcome: first.outcome, durationMs: first.durationMs, failures: [...first.failures] }];
      const both = { ...second, durationMs: first.durationMs + second.durationMs, attempts: 2, earlier };
      if (second.outcome !== 'pass' && second.outcome !== 'warn') return done(item, both);
      const once = first.failures.map((one) => ({ ...one, message: FAILED_ONCE + one.message }));
      done(item, { ...both, outcome: 'warn', failures: [...once, ...second.failures] });
    }),
  );
}
