// Records for the tests: a whole healthy run, to be spoiled one thing at a time.
import { KPIS, STAGES, type KpiId, type Stage } from '../../../kpis.ts';
import type { CheckRecord, HttpRecord, MetricRecord, ResultRecord, RunRecord } from '../../../reports/result.ts';
import { recordsOfStage } from '../../../reports/verdict/read-results.ts';

export const AT = '2026-01-02T03:04:05.000Z';
export const PAGES = ['/', '/trending', '/artists', '/auth/sign-in'];
export const APIS = ['/api/trending', '/api/search', '/api/artists/search', '/api/cron/keep-alive'];
export const ENDPOINTS = [...PAGES, ...APIS].map((path) => `GET ${path}`);

export const probe = (endpoint: string, more: Partial<HttpRecord> = {}): HttpRecord => ({
  kind: 'http',
  at: AT,
  stage: 'contracts',
  source: 'probe',
  endpoint,
  requests: 1,
  valid: 1,
  serverErrors: 0,
  rateLimited: 0,
  timeouts: 0,
  ttfb: { n: 1, sumMs: 40, p95Ms: 40, maxMs: 40 },
  failures: [],
  ...more,
});

export const load = (endpoint: string, requests: number, more: Partial<HttpRecord> = {}): HttpRecord =>
  probe(endpoint, {
    stage: 'load',
    source: 'load',
    requests,
    valid: requests,
    ttfb: { n: requests, sumMs: requests * 20, p95Ms: 30, maxMs: 60 },
    ...more,
  });

export const failed: Partial<HttpRecord> = {
  valid: 0,
  serverErrors: 1,
  failures: [{ code: 'server-error', message: '500' }],
};

export const check = (id: string, stage: Stage, more: Partial<CheckRecord> = {}): CheckRecord => ({
  kind: 'check',
  at: AT,
  id,
  stage,
  outcome: 'pass',
  durationMs: 100,
  failures: [],
  evidence: [],
  rerun: `npm run gate -- --only ${id}`,
  ...more,
});

export const metric = (kpi: KpiId, samples: number[], more: Partial<MetricRecord> = {}): MetricRecord => ({
  kind: 'metric',
  at: AT,
  stage: 'audits',
  kpi,
  subject: '/',
  samples,
  ...more,
});

export const CHECK_OF: Readonly<Record<Stage, string>> = {
  'front-door': 'front-door.home',
  contracts: 'contract.trending',
  security: 'security.headers',
  journeys: 'journey.voting.signed-in',
  audits: 'audit.home',
  load: 'load.latency',
};

export type Parts = { run?: Partial<RunRecord>; body?: ResultRecord[]; stages?: readonly Stage[] };

/** The body of a run in which all is well, `rounds` probes of each endpoint. */
export const healthyBody = (rounds = 12): ResultRecord[] => [
  ...STAGES.map((stage) => check(CHECK_OF[stage], stage)),
  ...ENDPOINTS.flatMap((e) => Array.from({ length: rounds }, () => probe(e))),
  load('GET /api/trending', 400),
  load('GET /api/search', 400),
  metric('health', [1], { stage: 'contracts', subject: 'comprehensive' }),
  metric('database', [1], { stage: 'contracts', subject: 'database' }),
  ...['spotify', 'ticketmaster', 'setlistfm'].map((subject) =>
    metric('external-apis', [1], { stage: 'contracts', subject }),
  ),
  ...KPIS.filter((k) => k.stages[0] === 'audits').map((k) => metric(k.id, [k.target.limit])),
];

/** Puts a run record before and the stages' ends and the end record behind a body; counts included. */
export function whole({ run, body = healthyBody(), stages = STAGES }: Parts = {}): ResultRecord[] {
  const first: RunRecord = {
    kind: 'run',
    schema: 1,
    runId: 'run-1',
    at: AT,
    target: 'http://127.0.0.1:4000',
    profile: 'quick',
    stages: [...stages],
    checks: STAGES.map((stage) => ({
      id: CHECK_OF[stage],
      stage,
      title: `${stage} is well`,
      selected: stages.includes(stage),
      ...(stages.includes(stage) ? {} : { reason: 'stage not selected' }),
    })),
    ...run,
  };
  const kept = body.filter((r) => r.kind !== 'run' && r.kind !== 'end' && stages.includes(r.stage));
  const ended = new Set(kept.filter((r) => r.kind === 'stage').map((r) => r.stage));
  const ends = stages
    .filter((stage) => !ended.has(stage))
    .map((stage): ResultRecord => ({
      kind: 'stage',
      at: AT,
      stage,
      status: 'done',
      durationMs: 1_000,
      records: recordsOfStage(kept, stage),
    }));
  const all = [first, ...kept, ...ends];
  return [...all, { kind: 'end', at: AT, durationMs: 60_000, records: all.length }];
}
