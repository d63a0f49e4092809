// The record that every check writes, one line of results.ndjson each: the interface between the rooms.
import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import { KPIS, STAGES, type KpiId, type Profile, type Stage } from '../kpis.ts';

export const PROFILES = ['quick', 'gate', 'nightly'] as const satisfies readonly Profile[];

/** Stable error codes. Code branches on them, never on texts. */
export const ERROR_CODES = [
  'dns', // the name did not resolve
  'refused', // nothing listens
  'reset', // the connection broke off
  'tls', // the handshake
  'tls-expired', // the certificate has expired
  'tls-wrong-host', // the certificate is for another host
  'tls-untrusted', // the certificate is not signed by a trusted authority
  'timeout', // a deadline passed; the message says which phase
  'edge-challenge', // the host's bot wall answered instead of the site
  'rate-limited', // 429: our own rate, not the site's error
  'server-error', // 5xx
  'client-error', // an unexpected 4xx
  'unexpected-status', // any other status
  'redirect-loop',
  'content-type',
  'truncated',
  'body-too-large',
  'not-json',
  'contract', // the body does not match the schema
  'semantic', // the schema matches, the content is wrong: empty, stale, unsorted, fallback, mock
  'soft-404', // 200 with the not-found screen
  'soft-redirect', // 200 with a refresh tag
  'header', // a required header is missing or wrong
  'assertion', // a browser check's expectation
  'page-error', // an uncaught exception or console error in the page
  'budget', // a Lighthouse or load limit
  'runbook-mismatch', // the runbook names an endpoint that the site never had
  'no-account', // signed-in check without an account
  'no-data', // nothing was measured
  'own-network', // the control address does not answer either
  'machine', // this machine is too slow or too uneven to judge
  'tool', // the suite itself broke
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

const stage = z.enum(STAGES as [Stage, ...Stage[]]);
const kpiId = z.enum(KPIS.map((k) => k.id) as [KpiId, ...KpiId[]]);
const failure = z.strictObject({
  code: z.enum(ERROR_CODES),
  /** One or a few lines of text; never contains a secret. */
  message: z.string(),
});
const at = z.iso.datetime().describe('UTC, when the record was finished');

/** The first line: the plan of the run. Every declared check and stage must write a record. */
const run = z.strictObject({
  kind: z.literal('run'),
  schema: z.literal(1),
  runId: z.string(),
  at,
  target: z.url(),
  profile: z.enum(PROFILES),
  stages: z.array(stage),
  /** Everything that could have run; `selected` is false if the profile, --only or --no-account leaves it out. */
  checks: z.array(
    z.strictObject({ id: z.string(), stage, title: z.string(), selected: z.boolean(), reason: z.string().optional() }),
  ),
  /** Stages of which only the checks ran, without the measurements that KPIs are judged on: `npx playwright test`. */
  checksOnly: z.array(stage).optional(),
  /** The commit that was expected. */
  commit: z.string().optional(),
  /** The deployment's own address, if the target is an alias of it. */
  deployment: z.url().optional(),
  /** A control address was given: an unanswered request is the site's unless a record says `own-network`. */
  control: z.boolean().optional(),
});

/** The prefix of the message of a failure that did not repeat in the second run. */
export const FAILED_ONCE = 'failed once and passed when run again: ';
const NOT_JUDGED_ONCE = 'could not be judged once and passed when run again: ';
const FAILED_TWICE = 'failed in two runs and passed in the third: ';
const OF_EARLIER_RUNS = [FAILED_ONCE, NOT_JUDGED_ONCE, FAILED_TWICE];
/** What earlier runs met and the last one did not, by their outcomes. */
export const passedAgain = (earlier: readonly CheckRecord['outcome'][]): string =>
  earlier.length > 1 ? FAILED_TWICE : earlier[0] === 'inconclusive' ? NOT_JUDGED_ONCE : FAILED_ONCE;
/** Whether a failure's message says that only an earlier run met it. */
export const isOfEarlierRun = (message: string): boolean => OF_EARLIER_RUNS.some((words) => message.startsWith(words));

const outcome = z.enum(['pass', 'fail', 'warn', 'inconclusive', 'broken', 'skipped']);

/** One check on one variant (a browser project, a form factor). */
const check = z.strictObject({
  kind: z.literal('check'),
  at,
  id: z.string(),
  stage,
  variant: z.string().optional(),
  outcome,
  durationMs: z.number().nonnegative(),
  /** Of a failed browser check: how long this machine kept its processes from running, ms. Not judged by the gate. */
  ownDelayMs: z.number().nonnegative().optional(),
  /** Number of runs: 2 if a failure was repeated or did not repeat (then it is a warning). Default: 1. */
  attempts: z.int().positive().optional(),
  /** Earlier runs, oldest first, each with its failures. */
  earlier: z
    .array(z.strictObject({ outcome, durationMs: z.number().nonnegative(), failures: z.array(failure) }))
    .optional(),
  failures: z.array(failure),
  /** Paths below the run's folder. */
  evidence: z.array(z.string()),
  /** The command that runs only this check again. */
  rerun: z.string(),
});

/** Requests to one endpoint that expect 200: a probe writes requests = 1, a load run writes sums. */
const http = z.strictObject({
  kind: z.literal('http'),
  at,
  stage,
  source: z.enum(['probe', 'load']),
  /** Method and route, `GET /api/trending`. */
  endpoint: z.string(),
  requests: z.int().nonnegative(),
  /** Status 200, schema and content valid. */
  valid: z.int().nonnegative(),
  serverErrors: z.int().nonnegative(),
  rateLimited: z.int().nonnegative(),
  timeouts: z.int().nonnegative(),
  /** Request sent to first byte; a timeout counts at its deadline, a refused connection does not count. */
  ttfb: z.strictObject({
    n: z.int().nonnegative(),
    sumMs: z.number().nonnegative(),
    p95Ms: z.number().nonnegative(),
    maxMs: z.number().nonnegative(),
    /** The part of `sumMs` in which the probing process could not run: starved, suspended or busy. Default: 0. */
    ownDelayMs: z.number().nonnegative().optional(),
  }),
  /** The first failures seen, at most 5. */
  failures: z.array(failure),
});

/** A figure for a KPI: Lighthouse, web vitals, a status that the site reports (1 healthy, 0.5 degraded, 0 failed). */
const metric = z.strictObject({
  kind: z.literal('metric'),
  at,
  stage,
  kpi: kpiId,
  /** The page or dependency, `/trending`, `spotify`. */
  subject: z.string(),
  variant: z.string().optional(),
  /** The judged samples, in the KPI's unit; empty if it could not be measured. */
  samples: z.array(z.number()),
  /** Why there are none, or a remark on them. */
  note: z.string().optional(),
  /** Comparison with the medians of earlier runs: a change is reported; a change for the worse is a warning. */
  past: z
    .strictObject({
      runs: z.int().positive(),
      median: z.number(),
      /** Cliff's delta, -1..1: 1 if every sample is larger than every earlier median. */
      effect: z.number(),
      /** Mann-Whitney, two-sided, exact. */
      p: z.number(),
      worse: z.boolean(),
      text: z.string(),
    })
    .optional(),
});

/** One row of the budget table for one page: Lighthouse's result and the verdict. */
const budget = z.strictObject({
  kind: z.literal('budget'),
  at,
  stage,
  /** Id of the row, `lcp`, `script-kb`, `document-title`. */
  audit: z.string(),
  subject: z.string(),
  variant: z.string().optional(),
  op: z.enum(['<', '<=', '>', '>=']),
  limit: z.number(),
  /** kB are 1,024 bytes. */
  unit: z.enum(['ms', 'kB', 'count', 'score', 'ratio']),
  level: z.enum(['fail', 'warn']),
  /** The source of the limit. */
  source: z.string(),
  verdict: z.enum(['pass', 'fail', 'warn', 'inconclusive']),
  /** The runs that decided, oldest first. */
  samples: z.array(z.number()),
  median: z.number().nullable(),
  /** Interval of the median: 95 % with 6 or more runs, otherwise the whole range. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  reason: z.string().optional(),
});

/** The warm-up of a path before it was judged: a fresh deployment's first answers are slow. */
const readiness = z.strictObject({
  kind: z.literal('readiness'),
  at,
  stage,
  subject: z.string(),
  hits: z.int().positive(),
  /** Request sent to first byte of the first answer, ms; null without an answer. */
  firstMs: z.number().nonnegative().nullable(),
  /** Until three answers in a row were fast, ms; null if they never were. */
  readyAfterMs: z.number().nonnegative().nullable(),
});

/** A stage's end. `records` counts its lines, so that a truncated file is detected. */
const stageEnd = z.strictObject({
  kind: z.literal('stage'),
  at,
  stage,
  status: z.enum(['done', 'skipped', 'broken', 'inconclusive']),
  reason: z.string().optional(),
  durationMs: z.number().nonnegative(),
  records: z.int().nonnegative(),
});

/** The last line: the run is complete. */
const end = z.strictObject({
  kind: z.literal('end'),
  at,
  durationMs: z.number().nonnegative(),
  records: z.int().nonnegative(),
  /** The commit in the site's health answer at the start, if any. */
  liveCommit: z.string().optional(),
});

export const resultRecord = z.discriminatedUnion('kind', [run, check, http, metric, budget, readiness, stageEnd, end]);
export type ResultRecord = z.infer<typeof resultRecord>;
export type RunRecord = z.infer<typeof run>;
export type CheckRecord = z.infer<typeof check>;
export type EarlierRun = NonNullable<CheckRecord['earlier']>[number];
export type HttpRecord = z.infer<typeof http>;
export type MetricRecord = z.infer<typeof metric>;
export type BudgetRecord = z.infer<typeof budget>;
export type StageRecord = z.infer<typeof stageEnd>;
export type Failure = z.infer<typeof failure>;

/** The function with which a stage writes its records. */
export type Sink = (record: ResultRecord) => void;

/** Appends to a results.ndjson, one write per record, so that a killed process leaves complete lines. */
export const fileSink =
  (path: string): Sink =>
  (record) => {
    appendFileSync(path, `${JSON.stringify(resultRecord.parse(record))}\n`);
  };

/** The declaration of a check. Listed in checks/index.ts and copied into the run record. */
export type CheckDeclaration = {
  /** Stable; survives a rename of the title. */
  id: string;
  stage: Stage;
  /** What it proves, as a sentence. */
  title: string;
  /** Profiles that run it. */
  profiles: readonly Profile[];
  needsAccount?: boolean;
  /** Sends more than the site's limiter allows: runs only on this machine or with --allow-load. */
  needsAllowLoad?: boolean;
  /** Its section of the runbook. */
  runbook: string;
};

/** The full declaration of a check, with its faults (ids of stand-in/faults.ts). */
export type DeclaredCheck = CheckDeclaration & {
  /** Faults that turn it red, in addition to the outages of a whole stage or path (proof/outage-rules.ts). */
  reddens: readonly string[];
  /** Faults that make it warn. */
  warns?: readonly string[];
  /** Paths of the site that it requests, without query: an outage of a path affects it. */
  asks?: readonly string[];
  /** Journeys only: the Playwright projects that run it, and its tags. */
  variants?: readonly Variant[];
  tags?: readonly `@${string}`[];
  /** The file that declares it. */
  file: string;
};
export type Variant = 'desktop' | 'phone';
