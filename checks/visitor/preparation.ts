// What a check needs first and does not get makes it inconclusive, never red: the check that is about the missing thing is the red one.

/** How every such message begins. The reporter makes a check inconclusive by it. */
export const COULD_NOT_PREPARE = 'could not prepare';

/** A check could not be prepared. `culprit` is the id of the check that is about what was missing. */
export class PreparationError extends Error {
  override name = 'PreparationError';
  constructor(culprit: string, why: string) {
    super(`${COULD_NOT_PREPARE}: see ${culprit}: ${why}`);
  }
}

export const isPreparation = (message: string): boolean =>
  message.replace(/^(Error|PreparationError): /, '').startsWith(COULD_NOT_PREPARE);
