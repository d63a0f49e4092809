// Our own thresholds: numbers that the runbook does not give, each with its reason. The runbook's stand in kpis.ts.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long the history keeps what, ms. A longer window reads the coarser rollups. */
export const RETENTION = {
  /** A weekend's incident is still looked at sample by sample on Monday morning. */
  rawMs: 48 * HOUR,
  /** The same hour of last week, and the week before, minute by minute. */
  minuteMs: 14 * DAY,
  /** A quarter's report. */
  tenMinutesMs: 90 * DAY,
  /** This season against the same season of last year. */
  hourMs: 730 * DAY,
  /** What the site says of its dependencies: as long as the minutes that it explains, and a month's report beside them. */
  statesMs: 35 * DAY,
  /** Ends of checks and journeys, and load runs: a quarter. */
  checksMs: 90 * DAY,
  /** Ends of ticks, 288 a day: as long as anybody asks which tick saw something. */
  ticksMs: 35 * DAY,
  /** Runs of the gate and nightly, their medians and the deployments: this year against last year. */
  runsMs: 730 * DAY,
} as const;

/**
 * When a mean of few samples lies over or under its limit, and not at it: two-sided error 0.1 % a look. A gate looks at most 17 times
 * (kpis.ts gives the samples of the first), so one borderline site in sixty is decided by chance.
 */
export const MEAN_RULE = { standardErrors: 3.29 } as const;
