// What good enough is: every number of the runbook, once. Imports nothing, so that Node, Playwright and k6 can read it.
// Section numbers: R3 = runbook "Monitoring and Alerting", R1 = "Incident Response", R4 = "Disaster Recovery",
// R8 = "External API Management". A number without a runbook section names its own source.

export type Profile = 'quick' | 'gate' | 'nightly';
export type Stage = 'front-door' | 'contracts' | 'security' | 'journeys' | 'audits' | 'load';
export const STAGES: readonly Stage[] = ['front-door', 'contracts', 'security', 'journeys', 'audits', 'load'];

export type Severity = 'P0' | 'P1' | 'P2' | 'P3';
export type Operator = '<' | '<=' | '>' | '>=';
/** fraction 0..1; ms milliseconds; score 0..1 as Lighthouse gives it; ratio unitless. */
export type Unit = 'fraction' | 'ms' | 'score' | 'ratio' | 'status';

/** One line to hold: `value OP limit`, in the KPI's unit. */
export type Line = { op: Operator; limit: number };

/** A line of the runbook's alerting: the condition that must HOLD; leaving it for `windowMs` is the alert. */
export type AlertLine = Line & { windowMs: number; level: 'critical' | 'warning' | 'info'; runbook: string };

export type KpiId =
  | 'availability'
  | 'response-time'
  | 'error-rate'
  | 'health'
  | 'database'
  | 'external-apis'
  | 'lcp'
  | 'cls'
  | 'fcp'
  | 'tbt'
  | 'inp'
  | 'lighthouse-performance'
  | 'lighthouse-accessibility'
  | 'lighthouse-best-practices'
  | 'lighthouse-seo'
  | 'memory'
  | 'disk'
  | 'cache-miss';

export type Kpi = {
  id: KpiId;
  title: string;
  unit: Unit;
  /** ratio: events / requests, judged with exact bounds. mean: of samples. median: of runs. status: healthy | degraded | failed. */
  aggregation: 'ratio' | 'mean' | 'median' | 'status';
  /** Of a ratio: what it counts. `valid`: every request that was not answered as promised is a failure. `serverErrors`: 5xx of the answers. */
  counts?: 'valid' | 'serverErrors';
  /** Of a status with several dependencies: it has failed when `any` of them has, or only when `all` have. */
  failsWhen?: 'any' | 'all';
  target: Line;
  alerts: readonly AlertLine[];
  severity: Severity;
  /** Where the number comes from. */
  source: string;
  /** Stages whose records this KPI is judged on. A run that selects none of them does not judge it, and says so. */
  stages: readonly Stage[];
  /** Profiles in which the KPI must be judged: without enough data the run is inconclusive. Elsewhere it is informative. */
  required: readonly Profile[];
  /** The least number of samples for a judgement, overall and for one endpoint or page. Ratios have rules of their own, below. */
  leastSamples: { overall: number; each: number };
  /** Set where the site cannot tell honestly: always informative, shown with this reason. */
  notObservable?: string;
};

const MINUTE = 60_000;
const ALL: readonly Profile[] = ['quick', 'gate', 'nightly'];
const HTTP: readonly Stage[] = ['front-door', 'contracts', 'load'];
const PAGE_RUNS = { overall: 1, each: 1 };
const BUDGET = 'design: Lighthouse and web-vital budgets (the runbook gives none)';

export const KPIS: readonly Kpi[] = [
  {
    id: 'availability',
    title: 'Availability: valid 200 answers / probes that expect 200',
    unit: 'fraction',
    aggregation: 'ratio',
    counts: 'valid',
    target: { op: '>=', limit: 0.999 },
    alerts: [{ op: '>=', limit: 0.995, windowMs: 5 * MINUTE, level: 'critical', runbook: 'R3 Availability' }],
    severity: 'P0',
    source: 'R3 Availability',
    stages: HTTP,
    required: ALL,
    leastSamples: { overall: 1, each: 1 },
  },
  {
    id: 'response-time',
    title: 'Response time: request sent to first byte, mean',
    unit: 'ms',
    aggregation: 'mean',
    target: { op: '<', limit: 2_000 },
    alerts: [
      { op: '<=', limit: 5_000, windowMs: 2 * MINUTE, level: 'critical', runbook: 'R3 Response Time; R1 P1' },
      { op: '<=', limit: 3_000, windowMs: 2 * MINUTE, level: 'warning', runbook: 'R3 Warning Alerts' },
    ],
    severity: 'P1',
    source: 'R3 Response Time',
    stages: HTTP,
    required: ALL,
    leastSamples: { overall: 30, each: 5 },
  },
  {
    id: 'error-rate',
    title: 'Error rate: HTTP 5xx / requests',
    unit: 'fraction',
    aggregation: 'ratio',
    counts: 'serverErrors',
    target: { op: '<', limit: 0.001 },
    alerts: [
      { op: '<=', limit: 0.01, windowMs: 5 * MINUTE, level: 'critical', runbook: 'R3 Error Rate' },
      { op: '<=', limit: 0.005, windowMs: 5 * MINUTE, level: 'warning', runbook: 'R3 Warning Alerts' },
    ],
    severity: 'P1',
    source: 'R3 Error Rate',
    stages: HTTP,
    required: ALL,
    leastSamples: { overall: 1, each: 1 },
  },
  status('health', 'Health: the comprehensive check says healthy', 'P1', 'R2 Post-Deployment Verification', []),
  status('database', 'Database: reachable, as the health endpoints tell', 'P0', 'R3 Critical Alerts', [
    critical('R3 Critical: database connection failure'),
  ]),
  {
    ...status('external-apis', 'External APIs: Spotify, Ticketmaster, setlist.fm', 'P1', 'R3 Critical Alerts', [
      critical('R3 Critical: external API complete failure'),
    ]),
    failsWhen: 'all',
  },
  vital('lcp', 'Largest Contentful Paint', 'ms', 2_500),
  vital('cls', 'Cumulative Layout Shift', 'ratio', 0.1),
  vital('fcp', 'First Contentful Paint', 'ms', 1_800),
  vital('tbt', 'Total Blocking Time', 'ms', 200),
  {
    ...vital('inp', 'Interaction to Next Paint', 'ms', 200),
    stages: ['journeys'],
    required: [],
    leastSamples: { overall: 1, each: 3 },
  },
  score('lighthouse-performance', 'Lighthouse performance', 0.9),
  score('lighthouse-accessibility', 'Lighthouse accessibility', 0.95),
  score('lighthouse-best-practices', 'Lighthouse best practices', 0.9),
  score('lighthouse-seo', 'Lighthouse SEO', 0.9),
  unobservable(
    'memory',
    'Memory usage',
    0.8,
    'the site reports MB, and a share of the heap that is normally above 100 %',
  ),
  unobservable('disk', 'Disk usage', 0.85, 'the site reports a constant 0'),
  unobservable('cache-miss', 'Cache miss rate', 0.2, 'the site reports a random hit rate', 'info'),
];

function status(id: KpiId, title: string, severity: Severity, source: string, alerts: AlertLine[]): Kpi {
  return {
    id,
    title,
    unit: 'status',
    aggregation: 'status',
    failsWhen: 'any',
    // 1 healthy, 0.5 degraded (a warning), 0 failed (a breach).
    target: { op: '>=', limit: 1 },
    alerts,
    severity,
    source,
    stages: ['contracts'],
    required: ALL,
    leastSamples: { overall: 1, each: 1 },
  };
}

function critical(runbook: string): AlertLine {
  return { op: '>', limit: 0, windowMs: 0, level: 'critical', runbook };
}

function vital(id: KpiId, title: string, unit: Unit, limit: number): Kpi {
  return {
    id,
    title,
    unit,
    aggregation: 'median',
    target: { op: '<=', limit },
    alerts: [],
    severity: 'P2',
    source: BUDGET,
    // Lighthouse's; what the journeys measure on their pages is judged beside it, and is not required.
    stages: ['audits'],
    required: ALL,
    leastSamples: PAGE_RUNS,
  };
}

function score(id: KpiId, title: string, limit: number): Kpi {
  return { ...vital(id, title, 'score', limit), target: { op: '>=', limit } };
}

function unobservable(
  id: KpiId,
  title: string,
  limit: number,
  notObservable: string,
  level: 'warning' | 'info' = 'warning',
): Kpi {
  return {
    id,
    title,
    unit: 'fraction',
    aggregation: 'mean',
    target: { op: '<=', limit },
    alerts: [
      {
        op: '<=',
        limit,
        windowMs: 5 * MINUTE,
        level,
        runbook: level === 'info' ? 'R3 Info Alerts' : 'R3 Warning Alerts',
      },
    ],
    severity: 'P3',
    source: level === 'info' ? 'R3 Info Alerts' : 'R3 Warning Alerts',
    stages: ['contracts'],
    required: [],
    leastSamples: { overall: 1, each: 1 },
    notObservable,
  };
}

/** How a ratio is judged on few samples (design, "How many samples are enough"). Rates are of failures. */
export const RATIO_RULES = {
  /** Confidence of the exact (Clopper-Pearson) one-sided upper bound that shows an alert or target line to be kept. */
  confidence: 0.95,
  /**
   * Confidence of the lower bound that proves a line broken, over all endpoints together. A run judges about ten lines, and judges them again
   * after more probes: at 99.9 % each, a site with 0.05 % of 500 fails one build in 7,000 (`npm run prove -- --healthy 3000`); at 99.99 % none.
   */
  breachConfidence: 0.9999,
  /**
   * The same for one endpoint: ten endpoints times ten lines, so a hundredth of the chance of a false alarm of the whole run, 0.1 %. Two 500 of
   * 11 answers prove nothing (2 of 2,194 healthy runs had them), three of up to 39 do.
   */
  partConfidence: 0.99999,
  /** Wald's sequential test that every run must conclude: is it hard down (5 % failures), or as promised (0.1 %)? */
  hardDown: { promised: 0.001, broken: 0.05, falseAlarm: 0.001, miss: 0.01 },
  /** Clean samples that show each line at 95 %: ln(0.05) / ln(1 - rate). Quoted in reports, recomputed in a test. */
  cleanSamples: { hardDown: 92, alert: 598, target: 2_995 },
} as const;

/** When an alert window may be judged at all. Our own numbers: the runbook names windows, not how they are watched. */
export const WINDOW_RULES = {
  /** A slot of time counts as watched when it holds a probe. */
  slotMs: 30_000,
  /** A window is full when this share of its slots was watched: a tick of 270 s fills nine of ten slots of 5 minutes. */
  fullShare: 0.8,
  /** A state that was read longer ago is no longer one: three ticks of the schedule, which runs every 5 minutes. */
  freshMs: 15 * MINUTE,
} as const;

/** Runbook R3, the critical alert without a figure: all endpoints return 5xx. The two numbers are our own. */
export const APPLICATION_DOWN = {
  level: 'critical',
  severity: 'P0',
  runbook: 'R3 Critical: application down (all endpoints returning 5xx)',
  /** Fewer endpoints are not "all endpoints". */
  leastEndpoints: 2,
  /** The last probes of each endpoint that must agree; one round is suspected. */
  probesEach: 2,
} as const;

/** Runbook R1: how soon somebody must respond. */
export const RESPONSE_TIME_MS: Readonly<Record<Severity, number>> = {
  P0: 5 * MINUTE,
  P1: 15 * MINUTE,
  P2: 120 * MINUTE,
  P3: 1_440 * MINUTE,
};

/** Runbook R1: the steps of an incident, each from its start; the post-mortem from its end. */
export const INCIDENT_STEPS_MS = {
  acknowledge: 2 * MINUTE,
  assess: 5 * MINUTE,
  mitigate: 15 * MINUTE,
  postMortem: 2_880 * MINUTE,
} as const;

/** Runbook R3: how soon an alert of each level must be answered. */
export const ALERT_RESPONSE_MS = { critical: 0, warning: 60 * MINUTE, info: 240 * MINUTE } as const;

/** Runbook R4: recovery time objectives. */
export const RTO_MS = {
  'critical-systems': 15 * MINUTE,
  database: 30 * MINUTE,
  'full-application': 60 * MINUTE,
  'complete-infrastructure': 240 * MINUTE,
} as const;

/** Runbook R4: recovery point objectives. */
export const RPO_MS = {
  'user-data': 360 * MINUTE,
  'application-state': 60 * MINUTE,
  configuration: 1_440 * MINUTE,
  logs: 60 * MINUTE,
} as const;

/** Runbook R8, requests per minute; Ticketmaster's day from mysetlist-app.md 1.10. */
export const EXTERNAL_LIMITS = {
  spotifyPerMinute: 100,
  ticketmasterPerMinute: 200,
  ticketmasterPerDay: 5_000,
  setlistfmPerMinute: 50,
} as const;

/** The site's own limiter, requests per minute and path (mysetlist-app.md 4.3). */
export const SITE_LIMITS = { defaultPerMinute: 60, trendingPerMinute: 100, artistsSearchPerMinute: 50 } as const;

/**
 * A fresh deployment is ready when its answers are within the response-time target so often in a row; one that is slow so often in a row,
 * or at the deadline, is judged as it is. Our own numbers: a cold function answers within seconds, and a slow site is to be named in a minute.
 */
export const READINESS = { fastInARow: 3, slowInARow: 3, deadlineMs: 15_000 } as const;

/** Days before a certificate expires: renewals run at thirty, so fourteen is one that failed; three is the last weekday to mend it. */
export const CERTIFICATE_DAYS = { warn: 14, fail: 3 } as const;

/** Share of a load run answered 429 (0..1) from which on the site's limiter, and not the site, made the figures. Our own number. */
export const MOST_RATE_LIMITED = 0.05;

/** Runbook R8: circuit breaker. */
export const CIRCUIT_BREAKER = { timeoutMs: 3_000, errorFraction: 0.5, resetMs: 30_000 } as const;

export const kpi = (id: KpiId): Kpi => {
  const found = KPIS.find((k) => k.id === id);
  if (!found) throw new Error(`unknown KPI id "${id}"`);
  return found;
};

/** The comparison and the printed operator come from the same place. */
export const holds = (value: number, line: Line): boolean => {
  switch (line.op) {
    case '<':
      return value < line.limit;
    case '<=':
      return value <= line.limit;
    case '>':
      return value > line.limit;
    case '>=':
      return value >= line.limit;
  }
};
