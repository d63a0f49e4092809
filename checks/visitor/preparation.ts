// If a precondition fails, the check is inconclusive, never red. Only the check of that precondition is red.
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { withoutTerminalCodes } from '../../common/terminal-text.ts';
import { patience } from '../browser/patience.ts';

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
 * Requests `path`. Without any answer (refused, reset, timed out) the check is inconclusive and names `culprit`, the check of the path: a check
 * that only reads there says nothing about a connection.
 */
export async function answered(request: APIRequestContext, path: string, culprit: string): Promise<APIResponse> {
  try {
    return await request.get(path, { timeout: patience.stepMs });
  } catch (error) {
    const [why = 'no answer'] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new PreparationError(culprit, `GET ${path}: ${why}`);
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
