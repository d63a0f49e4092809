// Is the site behind a wall, or are we over its limit, before anything else is sent? Asked where no front door was.
import type { ErrorCode, Failure } from '../../reports/result.ts';
import { HOME, judgePage } from './page-identity.ts';
import type { Send } from './rate-limited-sender.ts';

const BLOCKS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['edge-challenge', 'rate-limited']);

/** Asks for the home page once. The reason why the site cannot be asked; undefined where it can, or where what is wrong is its own. */
export async function edgeBlock(target: URL, send: Send, signal?: AbortSignal): Promise<Failure | undefined> {
  const url = new URL(HOME.path, target);
  const answer = await send({ method: 'GET', url, ...(signal ? { signal } : {}) });
  const found = judgePage(HOME, answer).find(({ code }) => BLOCKS.has(code));
  return found && { code: found.code, message: `could not prepare: ${found.message}` };
}
