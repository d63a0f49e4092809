// The deadlines of a browser check. One setting, EXPECT_TIMEOUT_MS, shortens or extends all of them.
import { PATIENCE } from '../../judging.ts';

export type Patience = {
  /** An expectation, an action, an answer that a check needs before its own question, ms. */
  stepMs: number;
  /** A navigation or a submitted form, ms. */
  pageMs: number;
  /** Until a page reacts, ms. */
  reactionMs: number;
};

/** Throws if EXPECT_TIMEOUT_MS is not a whole number of at least PATIENCE.leastMs. Not set or empty: PATIENCE.ms. */
export function patienceOf(env: NodeJS.ProcessEnv): Patience {
  const text = env['EXPECT_TIMEOUT_MS'] || String(PATIENCE.ms);
  const stepMs = Number(text);
  if (!/^\d+$/.test(text) || stepMs < PATIENCE.leastMs)
    throw new Error(
      `EXPECT_TIMEOUT_MS=${text} is not a number of milliseconds, at least ${PATIENCE.leastMs}: unset it, or set it to ${PATIENCE.ms}`,
    );
  return { stepMs, pageMs: PATIENCE.page * stepMs, reactionMs: PATIENCE.reaction * stepMs };
}

/** Of this process: Playwright's workers inherit the environment. */
export const patience: Patience = patienceOf(process.env);
