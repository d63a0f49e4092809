// A fresh deployment answers its first requests slowly. They are a separate figure; the KPI judges the requests after them.
import { setTimeout as wait } from 'node:timers/promises';
import { showSpan } from '../../common/number-text.ts';
import { holds, kpi, READINESS, type Stage } from '../../kpis.ts';
import { DEADLINES_MS, probe } from './probe-client.ts';
import type { ApiContext } from './api-context.ts';

/** A page and an API route that use no service behind the site (mysetlist-app.md 2.5). */
export const WARM_UP_PATHS = ['/', '/api/cron/keep-alive'] as const;
const PAUSE_MS = 250;

export type Readiness = {
  path: string;
  hits: number;
  /** Time to the first byte of the first request, ms; null: no answer. */
  firstMs: number | null;
  /** Milliseconds until the answers were fast; null: never. */
  readyAfterMs: number | null;
};
export type WarmUpOptions = {
  /** Milliseconds, from any start. */
  clock?: () => number;
  pause?: (ms: number) => Promise<unknown>;
};
type Asking = Pick<ApiContext, 'target' | 'signal' | 'send'>;

/**
 * Asks until three answers in a row are faster than the response-time target. A slow answer or none in time is a cold start; whatever
 * else comes (a 5xx, a refused connection, an unknown host) is not, and is left to the checks. A site that stays slow is not cold
 * but slow: three slow answers in a row end the wait, as does the deadline, which no single answer may pass.
 */
export async function warmUp(
  path: string,
  { target, signal, send = probe }: Asking,
  { clock = () => performance.now(), pause = (ms) => wait(ms) }: WarmUpOptions = {},
): Promise<Readiness> {
  const { target: line } = kpi('response-time');
  const began = clock();
  let fast = 0;
  let slow = 0;
  let firstMs: number | null = null;
  for (let hits = 1; ; hits += 1) {
    const left = READINESS.deadlineMs - (clock() - began);
    const deadlines = { whole: Math.max(1, Math.min(DEADLINES_MS.whole, left)) };
    const { error, phases, status } = await send({ method: 'GET', url: new URL(path, target), signal, deadlines });
    const ms = phases.firstByte;
    if (hits === 1) firstMs = ms ?? null;
    const passed = clock() - began;
    const notReady = { path, hits, firstMs, readyAfterMs: null };
    if (signal.aborted) return notReady;
    if ((error && error.code !== 'timeout') || status === 429) return { path, hits, firstMs, readyAfterMs: passed };
    const isFast = !error && ms !== undefined && holds(ms, line);
    fast = isFast ? fast + 1 : 0;
    slow = isFast ? 0 : slow + 1;
    if (fast === READINESS.fastInARow) return { path, hits, firstMs, readyAfterMs: passed };
    if (slow === READINESS.slowInARow || passed >= READINESS.deadlineMs) return notReady;
    if (fast === 0) await pause(PAUSE_MS);
  }
}

/** Warms the site up before `stage`, the run's first, and records what that took; a text where there was a cold start. */
export async function warmUpSite(context: ApiContext, stage: Stage): Promise<string | undefined> {
  const all = await Promise.all(WARM_UP_PATHS.map((path) => warmUp(path, context)));
  for (const { path, ...figures } of all)
    context.sink({
      kind: 'readiness',
      at: context.now().toISOString(),
      stage,
      subject: path,
      ...figures,
    });
  const cold = all.filter(({ hits, readyAfterMs }) => readyAfterMs === null || hits > READINESS.fastInARow);
  if (cold.length === 0) return undefined;
  const told = cold.map(({ path, hits, firstMs, readyAfterMs }) => {
    const first = firstMs === null ? 'no first answer' : `first answer after ${showSpan(firstMs)}`;
    const ready = readyAfterMs === null ? 'still slow' : `ready after ${showSpan(readyAfterMs)}`;
    return `${path} ${first}, ${ready}, ${hits} requests`;
  });
  const isSlow = cold.some(({ readyAfterMs }) => readyAfterMs === null);
  return `${isSlow ? 'slow, not only cold' : 'cold start'}: ${told.join('; ')}`;
}
