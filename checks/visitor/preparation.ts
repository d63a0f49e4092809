// A check that does not get what it needs first is inconclusive, never red: the check that is about the missing thing is the red one.
import { withoutTerminalCodes } from '../../common/terminal-text.ts';

/** How every such message begins. The reporter makes a check inconclusive by it. */
export const COULD_NOT_PREPARE = 'could not prepare';

/** A check could not be prepared. `culprit` is the id of the check that is about what was missing. */
export class PreparationError extends Error {
  override name = 'PreparationError';
  constructor(culprit: string, why: string) {
    super(`${COULD_NOT_PREPARE}: see ${culprit}: ${why}`);
  }
}

/**
 * What a check needs before it can ask its own question. Where that is missing the check is inconclusive and names `culprit`, the check
 * that is about it.
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
