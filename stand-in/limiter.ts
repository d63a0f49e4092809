// The site's rate limiter: fixed windows aligned to the clock, one counter per IP and exact path (mysetlist-app.md 4.3).

export type LimiterMode = 'open' | 'enforced';
export type Refusal = { limit: number; retryAfterSeconds: number; resetIso: string };
type Rule = { prefix: string; limit: number; windowMs: number };

export const RULES: readonly Rule[] = [
  { prefix: '/api/trending', limit: 100, windowMs: 60_000 },
  { prefix: '/api/artists/search', limit: 50, windowMs: 60_000 },
  { prefix: '/api/shows/search', limit: 50, windowMs: 60_000 },
  { prefix: '/api/venues/search', limit: 50, windowMs: 60_000 },
  { prefix: '/api/auth/sign-in', limit: 5, windowMs: 300_000 },
  { prefix: '/api/auth/sign-up', limit: 3, windowMs: 600_000 },
  { prefix: '/api/auth/reset-password', limit: 3, windowMs: 900_000 },
  { prefix: '/api/sync', limit: 10, windowMs: 3_600_000 },
  { prefix: '/api/admin', limit: 20, windowMs: 60_000 },
  { prefix: '/api/', limit: 60, windowMs: 60_000 },
];
/** Above so many counters, those of old windows are deleted. */
const LEAST_SWEEP = 10_000;

export class Limiter {
  readonly mode: LimiterMode;
  readonly #counters = new Map<string, { resetMs: number; count: number }>();

  constructor(mode: LimiterMode) {
    this.mode = mode;
  }

  /** Counts one request; a refusal when the path's limit is used up. Pages are never limited. */
  take(key: string, path: string, nowMs: number): Refusal | undefined {
    if (this.mode === 'open') return undefined;
    const rule = RULES.find((r) => path.startsWith(r.prefix));
    if (!rule) return undefined;
    const id = `${key} ${path}`;
    const resetMs = (Math.floor(nowMs / rule.windowMs) + 1) * rule.windowMs;
    const counter = this.#counters.get(id);
    const count = counter?.resetMs === resetMs ? counter.count + 1 : 1;
    this.#sweep(nowMs);
    this.#counters.set(id, { resetMs, count });
    if (count <= rule.limit) return undefined;
    return {
      limit: rule.limit,
      retryAfterSeconds: Math.ceil((resetMs - nowMs) / 1000),
      resetIso: new Date(resetMs).toISOString(),
    };
  }

  clear(): void {
    this.#counters.clear();
  }

  #sweep(nowMs: number): void {
    if (this.#counters.size < LEAST_SWEEP) return;
    for (const [id, counter] of this.#counters) if (counter.resetMs <= nowMs) this.#counters.delete(id);
  }
}
