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

/** Rules of the tick. */
export const TICK_RULES = {
  /** 216 probes in 270 s: a window of 5 minutes then holds the 200 samples that 99.5 % needs (mysetlist-app.md 7). */
  probeEveryMs: 1_250,
  /** `GET /api/artists/search` calls Spotify and Ticketmaster each time: once a minute is 29 % of Ticketmaster's 5,000 a day. */
  costlyEveryMs: MINUTE,
  /** The states that the site tells are read as often as a tick of the schedule would. */
  statesEveryMs: 5 * MINUTE,
  /** Samples are stored in batches of a second: a killed tick loses at most that. */
  storeEveryMs: 1_000,
  /** While nothing fails the rules are asked this often; after a failure with every batch. */
  judgeEveryMs: 10_000,
  /** A failure is confirmed by so many rounds of probes, so far apart: three failures in a row then span 4 s, and a blip of 3 s pages nobody. */
  confirmRounds: 3,
  confirmEveryMs: 2_000,
  /** Rounds of confirming probes in a minute: 3 probes each on a path stay below a third of the site's 60 a minute. */
  confirmationsPerMinute: 6,
  /** The control address must answer within this time. */
  controlDeadlineMs: 3_000,
  /** A request without an answer for so long makes the tick ask the control address already. */
  controlAfterMs: 2_000,
  /** A watched site's tick: what --watch judges, stores a run for and pings the heartbeat at. */
  watchTickMs: 5 * MINUTE,
  /** Below this share of samples about the site a tick is inconclusive: the same share as of a full window (kpis.ts). */
  aboutSiteShare: 0.8,
  /** Nobody waits longer than this for a locked history; a tick does not wait at all, it writes to its spool file. */
  lockedPatienceMs: MINUTE,
} as const;

/** A page that has not reacted for so long after a check first needs it to is reported; it lies below the 5 s of an action, so that the report comes first. */
export const REACTS_WITHIN_MS = 4_000;

/** One page asks one address at most so often in so long: R1's refetch loop asks 37 times a second, a page with several live parts three times. */
export const STORM = { windowMs: 2_000, mostRequests: 10 } as const;
