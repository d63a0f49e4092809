// A page may never answer: nobody waits for it longer than said.
/** What `step` gives; undefined where it fails or has given nothing after `ms` milliseconds. */
export const within = <T>(ms: number, step: Promise<T>): Promise<T | undefined> =>
  Promise.race([
    step.catch(() => undefined),
    new Promise<undefined>((resolve) => setTimeout(resolve, ms, undefined).unref()),
  ]);
