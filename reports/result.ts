// The one record that every check writes, a line of results.ndjson each: the border between the rooms.
import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import { KPIS, STAGES, type KpiId, type Profile, type Stage } from '../kpis.ts';

export const PROFILES = ['quick', 'gate', 'nightly'] as const satisfies readonly Profile[];

/** Stable codes of what went wrong. Code branches on them, never on texts. */
export const ERROR_CODES = [
  'dns', // the name did not resolve
  'refused', // nothing listens
  'reset', // the connection broke off
  'tls', // the handshake
  'tls-expired', // the certificate is past its time
  'tls-wrong-host', // the certificate is another host's
  'tls-untrusted', // nobody we trust signed the certificate
  'timeout', // a deadline passed; the message says which phase
  'edge-challenge', // the host's bot wall answered instead of the site
  'rate-limited', // 429: our own rate, not the site's error
  'server-error', // 5xx
  'client-error', // 4xx where it is not expected
  'unexpected-status', // any other status
  'redirect-loop',
  'content-type',
  'truncated',
  'body-too-large',
  'not-json',
  'contract', // the body's shape is not as promised
  'semantic', // the shape holds, the meaning does not: empty, stale, unsorted, fallback, mock
  'soft-404', // 200 with the not-found screen
  'soft-redirect', // 200 with a refresh tag
  'header', // a promised header is missing or wrong
  'assertion', // a browser check's expectation
  'page-error', // an uncaught exception or console error in the page
  'budget', // a Lighthouse or load limit
  'runbook-mismatch', // the runbook names what the site never had
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
  /** One or a few lines for a person; never holds a secret. */
  message: z.string(),
});
const at = z.iso.datetime().describe('UTC, when the record was finished');

/** The first line: what was to be done. Every declared check and stage owes a record. */
const run = z.strictObject({
  kind: z.literal('run'),
  schema: z.literal(1),
  runId: z.string(),
  at,
  target: z.url(),
  profile: z.enum(PROFILES),
  stages: z.array(stage),
  /** Everything that could have run; `selected` is false where the profile, --only or --no-account leaves it out. */
  checks: z.array(
    z.strictObject({ id: z.string(), stage, title: z.string(), selected: z.boolean(), reason: z.string().optional() }),
  ),
  /** Stages of which only the checks ran, without the measurements that KPIs are judged on: `npx playwright test`. */
  checksOnly: z.array(stage).optional(),
  /** The commit that was expected. */
  commit: z.string().optional(),
  /** The deployment's own address, where the target is an alias of it. */
  deployment: z.url().optional(),
});

/** How the message of a failure begins that did not repeat when the check ran again. */
export const FAILED_ONCE = 'failed once and passed when run again: ';

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
  /** How often it ran: 2 where a failure was confirmed, or was not (then it is a warning). Not given: once. */
  attempts: z.int().positive().optional(),
  /** The runs before the last one, oldest first, each with what failed in it. */
  earlier: z
    .array(z.strictObject({ outcome, durationMs: z.number().nonnegative(), failures: z.array(failure) }))
    .optional(),
  failures: z.array(failure),
  /** Paths below the run's folder. */
  evidence: z.array(z.string()),
  /** The command that runs just this check again. */
  rerun: z.string(),
});

/** Requests to one endpoint that expect 200: a probe is one with requests = 1, a load run sends its sums. */
const http = z.strictObject({
  kind: z.literal('http'),
  at,
  stage,
  source: z.enum(['probe', 'load']),
  /** Method and route, `GET /api/trending`. */
  endpoint: z.string(),
  requests: z.int().nonnegative(),
  /** Status 200, contract and meaning hold. */
  valid: z.int().nonnegative(),
  serverErrors: z.int().nonnegative(),
  rateLimited: z.int().nonnegative(),
  timeouts: z.int().nonnegative(),
  /** Request sent to first byte; a timeout counts at its deadline, a refused connection not at all. */
  ttfb: z.strictObject({
    n: z.int().nonnegative(),
    sumMs: z.number().nonnegative(),
    p95Ms: z.number().nonnegative(),
    maxMs: z.number().nonnegative(),
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
  /** The samples it is judged on, in the KPI's unit; empty where it could not be measured. */
  samples: z.array(z.number()),
  /** Why there are none, or what must be known of them. */
  note: z.string().optional(),
  /** Against the medians of earlier runs: a change is reported, and one for the worse is a warning. */
  past: z
    .strictObject({
      runs: z.int().positive(),
      median: z.number(),
      /** Cliff's delta, -1..1: 1 where every sample is larger than every earlier median. */
      effect: z.number(),
      /** Mann-Whitney, two-sided, exact. */
      p: z.number(),
      worse: z.boolean(),
      text: z.string(),
    })
    .optional(),
});

/** One row of a budget table on one page: what Lighthouse found, and what was decided. */
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
  /** Where the limit comes from. */
  source: z.string(),
  verdict: z.enum(['pass', 'fail', 'warn', 'inconclusive']),
  /** The runs that decided, oldest first. */
  samples: z.array(z.number()),
  median: z.number().nullable(),
  /** Interval of the median: at 95 % with 6 runs or more, else the whole range. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  reason: z.string().optional(),
});

/** How a path of the site became ready before it was judged: a fresh deployment's first answers are slow. */
const readiness = z.strictObject({
  kind: z.literal('readiness'),
  at,
  stage,
  subject: z.string(),
  hits: z.int().positive(),
  /** Request sent to first byte of the first answer, ms; null where none came. */
  firstMs: z.number().nonnegative().nullable(),
  /** Until three answers in a row were fast, ms; null where they never were. */
  readyAfterMs: z.number().nonnegative().nullable(),
});

/** A stage's end. `records` counts the lines it wrote, so that a truncated file is noticed. */
const stageEnd = z.strictObject({
  kind: z.literal('stage'),
  at,
  stage,
  status: z.enum(['done', 'skipped', 'broken', 'inconclusive']),
  reason: z.string().optional(),
  durationMs: z.number().nonnegative(),
  records: z.int().nonnegative(),
});

/** The last line: the run came to its end. */
const end = z.strictObject({
  kind: z.literal('end'),
  at,
  durationMs: z.number().nonnegative(),
  records: z.int().nonnegative(),
  /** The commit that the site's health named at the start, where it named one. */
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

/** What a stage gets to write its records with. */
export type Sink = (record: ResultRecord) => void;

/** Appends to a results.ndjson, one write a record, so that a killed process leaves whole lines. */
export const fileSink =
  (path: string): Sink =>
  (record) => {
    appendFileSync(path, `${JSON.stringify(resultRecord.parse(record))}\n`);
  };

/** What a check is before it runs. Lives in checks/index.ts, copied into the run record. */
export type CheckDeclaration = {
  /** Stable; survives a rename of the title. */
  id: string;
  stage: Stage;
  /** What it proves, as a sentence. */
  title: string;
  /** Profiles that run it. */
  profiles: readonly Profile[];
  needsAccount?: boolean;
  /** Asks more than the site's limiter grants: left out elsewhere than on this machine, unless --allow-load is given. */
  needsAllowLoad?: boolean;
  /** Section of the runbook it answers to. */
  runbook: string;
};

/** A check as it declares itself where it stands, with what proves it. Faults are named by the ids that the stand-in gives them. */
export type DeclaredCheck = CheckDeclaration & {
  /** Faults that turn it red, beside the outages of a whole stage or path (proof/outage-rules.ts). */
  reddens: readonly string[];
  /** Faults that make it warn. */
  warns?: readonly string[];
  /** Paths of the site that it asks, without query: an outage of a path meets it. */
  asks?: readonly string[];
  /** Journeys only: the Playwright projects that run it, and its tags. */
  variants?: readonly Variant[];
  tags?: readonly `@${string}`[];
  /** The file that declares it. */
  file: string;
};
export type Variant = 'desktop' | 'phone';
