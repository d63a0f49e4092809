// Works on a list, a few items at a time.

/**
 * At most `atOnce` items run at the same time, started in list order. After `signal` aborts no item starts. The results are in
 * list order, with a gap for each item that did not start. Rejects with the first error of `work`.
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
