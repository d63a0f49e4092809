// A deadline for a step, because a page may never answer.
/** The result of `step`; undefined if it fails or takes longer than `ms` milliseconds. */
export const within = <T>(ms: number, step: Promise<T>): Promise<T | undefined> =>
  Promise.race([
    step.catch(() => undefined),
    new Promise<undefined>((resolve) => setTimeout(resolve, ms, undefined).unref()),
  ]);
