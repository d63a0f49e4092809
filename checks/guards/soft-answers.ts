// A JSON answer with status 200 that hides a failure.
import type { Response } from '@playwright/test';
import { softFailure } from '../api/soft-failure.ts';
import { within } from '../browser/within.ts';

/** Deadline for the body of an answer, ms: after leaving a page it never arrives. */
const BODY_DEADLINE_MS = 1_000;

/** What it hides; undefined if nothing, or if the body never arrives. */
export async function softFailureOf(response: Response): Promise<string | undefined> {
  const body: unknown = await within(BODY_DEADLINE_MS, response.json());
  return softFailure(body);
}
