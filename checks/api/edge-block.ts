// Asks once, before anything else is sent, whether a firewall blocks us or the site's rate limit is used up. For runs without the front-door stage.
import type { ErrorCode, Failure } from '../../reports/result.ts';
import { HOME, judgePage } from './page-identity.ts';
import type { Send } from './rate-limited-sender.ts';

const BLOCKS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['edge-challenge', 'rate-limited']);

/** Returns why the site cannot be checked; undefined where it can, also where the home page itself is broken. */
export async function edgeBlock(target: URL, send: Send, signal?: AbortSignal): Promise<Failure | undefined> {
  const url = new URL(HOME.path, target);
  const answer = await send({ method: 'GET', url, ...(signal ? { signal } : {}) });
  const found = judgePage(HOME, answer).find(({ code }) => BLOCKS.has(code));
  return found && { code: found.code, message: `could not prepare: ${found.message}` };
}
