// --expect-commit: a run waits until the expected deployment answers.
import { waitForCommit } from '../../checks/api/live-commit.ts';
import type { Send } from '../../checks/api/rate-limited-sender.ts';

/** Deadline until a deployment is visible (Vercel's alias change). */
const COMMIT_DEADLINE_MS = 180_000;

/** The reason that the run is not judged: another deployment answers. Undefined if the right one does, or none is expected. */
export async function commitProblem(
  expected: string | undefined,
  target: URL,
  say: (line: string) => void,
  send?: Send,
): Promise<string | undefined> {
  if (expected === undefined) return undefined;
  say(`Waiting up to ${COMMIT_DEADLINE_MS / 1_000} s for commit ${expected}.`);
  const seen = await waitForCommit(target, expected, COMMIT_DEADLINE_MS, send);
  return seen.ok
    ? undefined
    : `wrong deployment: expected commit ${expected}, the site reports ${seen.found ?? 'none'}`;
}
