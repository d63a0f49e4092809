// If a precondition fails, the check is inconclusive, never red. Only the check of that precondition is red.
import { withoutTerminalCodes } from '../../common/terminal-text.ts';

/** The prefix of these messages. With it, the reporter makes a check inconclusive. */
export const COULD_NOT_PREPARE = 'could not prepare';

/** A check could not be prepared. `culprit` is the id of the check of the failed precondition. */
export class PreparationError extends Error {
  override name = 'PreparationError';
  constructor(culprit: string, why: string) {
    super(`${COULD_NOT_PREPARE}: see ${culprit}: ${why}`);
  }
}

/**
 * Asserts a precondition. If it fails, the check is inconclusive and names `culprit`, the check
 * of that precondition.
 */
export async function needs(culprit: string, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    const text = withoutTerminalCodes(error instanceof Error ? error.message : String(error));
    const [what = ''] = text.split('\n');
    const locator = /^Locator: +(.+)$/m.exec(text)?.[1];
    throw new PreparationError(culprit, locator === undefined ? what : `${what}: ${locator}`);
  }
}

export const isPreparation = (message: string): boolean =>
  message.replace(/^(Error|PreparationError): /, '').startsWith(COULD_NOT_PREPARE);
