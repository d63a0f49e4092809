// Which commit is live: /api/health/comprehensive names all 40 characters, /api/health 7.
import { probe } from './probe-client.ts';
import { jsonOf } from './strict-json.ts';
import type { Send } from './rate-limited-sender.ts';

const ASK_EVERY_MS = 2_000;
/** The commit is read while the checks run: a hanging health endpoint must not delay them. */
const DEADLINES = { whole: 3_000 };
const COMMIT = /^[0-9a-f]{7,40}$/i;

type Version = { version?: unknown; system?: { deployment?: { vercel?: { commit?: unknown } } } } | undefined;

/** The commit in a body of /api/health/comprehensive. */
export function commitIn(body: unknown): string | undefined {
  const version = (body as Version)?.version;
  return typeof version === 'string' && COMMIT.test(version) ? version : undefined;
}

/** 40 or 7 hex digits; undefined if the site does not name it. */
export async function liveCommit(target: URL, send: Send = probe): Promise<string | undefined> {
  const read = async (path: string): Promise<Version | 'late'> => {
    const answer = await send({ method: 'GET', url: new URL(path, target), deadlines: DEADLINES });
    if (answer.error) return answer.error.code === 'timeout' ? 'late' : undefined;
    return jsonOf(answer.body) as Version;
  };
  const first = await read('/api/health/comprehensive');
  // The checks report a site that hangs. It is not waited for twice.
  if (first === 'late') return undefined;
  const whole = commitIn(first);
  if (whole !== undefined) return whole;
  const second = await read('/api/health');
  const short = second === 'late' ? undefined : second?.system?.deployment?.vercel?.commit;
  return typeof short === 'string' && COMMIT.test(short) ? short : undefined;
}

/** Equal, or the shorter one is the beginning of the longer. */
const same = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/** Why the run cannot be judged: the live commit changed meanwhile. Undefined: it is the same, or not known. */
export async function commitChange(
  target: URL,
  before: string | undefined,
  send: Send = probe,
): Promise<string | undefined> {
  const now = before === undefined ? undefined : await liveCommit(target, send);
  return before === undefined || now === undefined || same(before, now)
    ? undefined
    : `the deployment changed in the middle of the run, from ${before} to ${now}`;
}

/** Polls until `expected` is live or the deadline passes. Refused connections are retried, too. */
export async function waitForCommit(
  target: URL,
  expected: string,
  deadlineMs: number,
  send: Send = probe,
): Promise<{ ok: boolean; found?: string }> {
  const until = performance.now() + deadlineMs;
  for (;;) {
    const found = await liveCommit(target, send);
    if (found && same(found, expected)) return { ok: true, found };
    if (performance.now() + ASK_EVERY_MS > until) return { ok: false, ...(found ? { found } : {}) };
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}
