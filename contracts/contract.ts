// The type of a contract: the cases of one endpoint, in the order rejection, success, boundary.
import type { z } from 'zod';
import type { Sample } from './sample-bodies.ts';

/** A finding in a body with a valid schema. `warn` is for a degraded state without a failure. */
export type Finding = { level: 'fail' | 'warn'; message: string };
export type BodyJudgement = { shape: string[]; meaning: Finding[] };
/** The bodies of earlier cases of the same contract, by case name. */
export type Earlier = ReadonlyMap<string, unknown>;
export type BodyJudge = ((body: unknown, now: Date, earlier?: Earlier) => BodyJudgement) & { schema: z.ZodType };

export type Case = {
  /** The promise, as a sentence. */
  name: string;
  method: 'GET' | 'POST' | 'OPTIONS';
  /** Path with query; never one that changes data of the site. `{word}` is replaced by a value of an earlier case. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Every other status is a failure. */
  status: readonly number[];
  /** The required content type of a judged body; default: JSON. */
  contentType?: RegExp;
  /** Judges the parsed JSON body; undefined: the body is not JSON and not judged. */
  json?: BodyJudge;
  /** A valid body, and ways to break it. Required for every case with `json`. */
  sample?: Sample;
  /** The pattern that a body other than JSON must match. */
  text?: RegExp;
  /** Paths that a sitemap must list. */
  sitemapLists?: readonly string[];
  /** A valid text. Required for every case with `text`. */
  sampleText?: string;
  /** The required target path of a redirect, on the same host. */
  redirectsTo?: string;
  /** Header (lower case) -> required pattern; `null`: it must be absent. */
  responseHeaders?: Readonly<Record<string, RegExp | null>>;
  /** Values for the `{words}` of later paths, from a valid body. Without a value, the later case is not judged. */
  takes?: (body: unknown) => Readonly<Record<string, string | undefined>>;
  /**
   * A request that only collects values for later cases and is judged only for them. Its value is the id of the route's own contract:
   * without a value, this check is inconclusive ("could not prepare") and that contract is red.
   */
  prepares?: string;
  /** The document must have a language and at most one heading of level 1. */
  document?: true;
  /** Id of the check that the page exists. If it does not exist, that check is red and this case is inconclusive. */
  thereBy?: string;
  /** An additional case: if an earlier one found no value for it, that is a warning. */
  extra?: true;
  /** A flaw that is not against the runbook: a warning that does not fail a build. */
  level?: 'warn';
  /** Without a working guard this request would start a job, so it is sent to a site on loopback only. */
  onlyHere?: true;
};

export type Contract = {
  id: string;
  title: string;
  /** The section of the runbook, or of the site's description, that requires it. */
  runbook: string;
  /** Faults of the stand-in that turn it red, in addition to the outage rules of proof/. */
  reddens: readonly string[];
  /** Faults that make it warn. */
  warns?: readonly string[];
  /** Published schemas, by file name in contracts/published. */
  published?: Readonly<Record<string, z.ZodType>>;
  /** The runbook names it and the site never had it: a 404 is a warning of its own class, not a failure. */
  mayBeAbsent?: true;
  cases: readonly Case[];
  /** The maximum cost of one request, in calls to external services (mysetlist-app.md 7). */
  cost: Cost;
};

/** A well-formed id that does not exist on the site. */
export const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

export type Cost = { spotify: number; ticketmaster: number; setlistfm: number };
export const FREE: Cost = { spotify: 0, ticketmaster: 0, setlistfm: 0 };

const MOST_ISSUES = 5;

/** Judges a body by a schema and a rule; the rule is applied only if the schema matches. */
export function body<T>(
  schema: z.ZodType<T>,
  meaning: (body: T, now: Date, earlier: Earlier) => (Finding | string)[] = () => [],
): BodyJudge {
  const judge = (value: unknown, now: Date, earlier: Earlier = new Map()): BodyJudgement => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      const shape = parsed.error.issues
        .slice(0, MOST_ISSUES)
        .map((issue) => `$${issue.path.map((p) => `.${String(p)}`).join('')}: ${issue.message}`);
      return { shape, meaning: [] };
    }
    return {
      shape: [],
      meaning: meaning(parsed.data, now, earlier).map((f) =>
        typeof f === 'string' ? { level: 'fail', message: f } : f,
      ),
    };
  };
  return Object.assign(judge, { schema });
}

/** Must not be stored by a shared cache: a visitor's own data, or a current state. */
export const NOT_PUBLIC = { 'cache-control': /^(?!.*\bpublic\b)(?!.*s-maxage).*(no-store|private|no-cache)/i } as const;
/** If the handler sets no caching, nothing else may set "public". */
export const NEVER_PUBLIC = { 'cache-control': /^(?!.*\bpublic\b)/i } as const;
export const PUBLIC = { 'cache-control': /\bpublic\b.*s-maxage=\d+/i } as const;
