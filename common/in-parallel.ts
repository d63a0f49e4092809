// Works on a list, a few items at a time.

/**
 * At most `atOnce` items are under way; each begins in the order of the list. After `signal` aborts no item begins. The results stand in the
 * order of the list, with a gap for each item that did not begin. Rejects with the first error of `work`.
 */
export async function inParallel<T, R>(
  list: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
  signal?: AbortSignal,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < list.length && !signal?.aborted; i = next++) results[i] = await work(list[i] as T, i);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, worker));
  return results;
}
