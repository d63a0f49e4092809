// What a contract says: the cases of one endpoint, in the order refusal, success, boundary.
import type { z } from 'zod';
import type { Sample } from './sample-bodies.ts';

/** Something the body says that is not as promised though its shape holds. `warn` is for what degrades and does not break. */
export type Finding = { level: 'fail' | 'warn'; message: string };
export type BodyJudgement = { shape: string[]; meaning: Finding[] };
/** The bodies that earlier cases of the same contract got, by the name of their case. */
export type Earlier = ReadonlyMap<string, unknown>;
export type BodyJudge = ((body: unknown, now: Date, earlier?: Earlier) => BodyJudgement) & { schema: z.ZodType };

export type Case = {
  /** What it proves, as a sentence. */
  name: string;
  method: 'GET' | 'POST' | 'OPTIONS';
  /** Path with query; never one that changes anything on the site. `{word}` is filled with what an earlier case took. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Every other status is a failure. */
  status: readonly number[];
  /** What the content type of a body that is judged must match; JSON where it is not given. */
  contentType?: RegExp;
  /** Judges the parsed JSON body; undefined: the body is not JSON and not judged. */
  json?: BodyJudge;
  /** A body that keeps the promise, and ways to break it. Every case with `json` has one. */
  sample?: Sample;
  /** What a body that is not JSON must match. */
  text?: RegExp;
  /** Paths whose addresses the body, a sitemap, must list. */
  sitemapLists?: readonly string[];
  /** A text that keeps the promise. Every case with `text` has one. */
  sampleText?: string;
  /** The path, on the host that was asked, that a redirect must name. */
  redirectsTo?: string;
  /** Header (lower case) -> what it must match; `null`: it must not be there. */
  responseHeaders?: Readonly<Record<string, RegExp | null>>;
  /** Values for the `{words}` of later paths, from a body that kept its promise. What it leaves out cannot be judged. */
  takes?: (body: unknown) => Readonly<Record<string, string | undefined>>;
  /**
   * The request only finds what later cases need: it is judged for that and for nothing else. Id of the contract that is about the route;
   * where nothing was found, this check could not prepare and that one is red.
   */
  prepares?: string;
  /** The document must state its language and have one first heading at most. */
  document?: true;
  /** Id of the check that is about whether the page is there. Where it is not, that one is red and this case could not prepare. */
  thereBy?: string;
  /** The case proves something extra: where an earlier one found no value for it, that is a warning. */
  extra?: true;
  /** A flaw of the site that breaks no promise of the runbook: a warning that fails no build. */
  level?: 'warn';
  /** Behind a broken guard this would start work: asked of this machine only. */
  onlyHere?: true;
};

export type Contract = {
  id: string;
  title: string;
  /** Section of the runbook, or of the site's description, that promises it. */
  runbook: string;
  /** Faults of the stand-in that turn it red, beside the outages that proof/ turns into rules. */
  reddens: readonly string[];
  /** Faults that make it warn. */
  warns?: readonly string[];
  /** Schemas of bodies that others may rely on, by the name of their file in contracts/published. */
  published?: Readonly<Record<string, z.ZodType>>;
  /** The runbook names it and the site never had it: a 404 is a warning of its own class, not a failure. */
  mayBeAbsent?: true;
  cases: readonly Case[];
  /** What one call costs in calls to the services behind the site, at most (mysetlist-app.md 7). */
  cost: Cost;
};

/** A well-formed id that nothing on the site has. */
export const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

export type Cost = { spotify: number; ticketmaster: number; setlistfm: number };
export const FREE: Cost = { spotify: 0, ticketmaster: 0, setlistfm: 0 };

const MOST_ISSUES = 5;

/** A body judge from a schema and a meaning; the meaning is asked only where the shape holds. */
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

/** Never kept by a shared cache: a visitor's own data, or the state of this moment. */
export const NOT_PUBLIC = { 'cache-control': /^(?!.*\bpublic\b)(?!.*s-maxage).*(no-store|private|no-cache)/i } as const;
/** Where the handler sets no caching, nothing else may set "public". */
export const NEVER_PUBLIC = { 'cache-control': /^(?!.*\bpublic\b)/i } as const;
export const PUBLIC = { 'cache-control': /\bpublic\b.*s-maxage=\d+/i } as const;
