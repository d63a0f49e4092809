// What a contract says: the cases of one endpoint, in the order refusal, success, boundary.
import type { z } from 'zod';

/** Something the body says that is not as promised though its shape holds. `warn` is for what degrades and does not break. */
export type Finding = { level: 'fail' | 'warn'; message: string };
export type BodyJudgement = { shape: string[]; meaning: Finding[] };

export type Case = {
  /** What it proves, as a sentence. */
  name: string;
  method: 'GET' | 'POST';
  /** Path with query; never one that changes anything on the site. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Every other status is a failure. */
  status: readonly number[];
  /** Judges the parsed JSON body; undefined: the body is not JSON and not judged. */
  json?: (body: unknown, now: Date) => BodyJudgement;
  /** What a body that is not JSON must match. */
  text?: RegExp;
  /** Header (lower case) -> what it must match; `null`: it must not be there. */
  responseHeaders?: Readonly<Record<string, RegExp | null>>;
};

export type Contract = {
  id: string;
  title: string;
  /** Section of the runbook, or of the site's description, that promises it. */
  runbook: string;
  /** The runbook names it and the site never had it: a 404 is a warning of its own class, not a failure. */
  mayBeAbsent?: true;
  cases: readonly Case[];
  /** What one pass over the cases costs in calls to the services behind the site (mysetlist-app.md 7). */
  cost: { spotify: number; ticketmaster: number; setlistfm: number };
};

export const FREE = { spotify: 0, ticketmaster: 0, setlistfm: 0 } as const;

const MOST_ISSUES = 5;

/** A body judge from a schema and a meaning; the meaning is asked only where the shape holds. */
export const body =
  <T>(schema: z.ZodType<T>, meaning: (body: T, now: Date) => (Finding | string)[] = () => []) =>
  (value: unknown, now: Date): BodyJudgement => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      const shape = parsed.error.issues
        .slice(0, MOST_ISSUES)
        .map((issue) => `$${issue.path.map((p) => `.${String(p)}`).join('')}: ${issue.message}`);
      return { shape, meaning: [] };
    }
    return {
      shape: [],
      meaning: meaning(parsed.data, now).map((f) => (typeof f === 'string' ? { level: 'fail', message: f } : f)),
    };
  };

/** Never kept by a shared cache: what is one visitor's own, or tells of this moment. */
export const NOT_PUBLIC = { 'cache-control': /^(?!.*\bpublic\b)(?!.*s-maxage).*(no-store|private|no-cache)/i } as const;
export const PUBLIC = { 'cache-control': /\bpublic\b.*s-maxage=\d+/i } as const;
