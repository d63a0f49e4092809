// Which commit is live: /api/health tells 7 characters of it, /api/health/comprehensive all 40.
import { setTimeout as pause } from 'node:timers/promises';
import { probe } from './client.ts';
import { jsonOf } from './front-door.ts';

const ASK_EVERY_MS = 2_000;

export async function liveCommit(target: URL): Promise<string | undefined> {
  const answer = await probe({ method: 'GET', url: new URL('/api/health/comprehensive', target) });
  const body = answer.error ? undefined : (jsonOf(answer.body) as { version?: unknown } | undefined);
  return typeof body?.version === 'string' && /^[0-9a-f]{7,40}$/i.test(body.version) ? body.version : undefined;
}

/** Asks until `expected` is live or the deadline passes; refused connections are waited out too. */
export async function waitForCommit(
  target: URL,
  expected: string,
  deadlineMs: number,
): Promise<{ ok: boolean; found?: string }> {
  const until = performance.now() + deadlineMs;
  for (;;) {
    const found = await liveCommit(target);
    if (found && (found.startsWith(expected) || expected.startsWith(found))) return { ok: true, found };
    if (performance.now() + ASK_EVERY_MS > until) return { ok: false, ...(found ? { found } : {}) };
    await pause(ASK_EVERY_MS);
  }
}
