// Our own thresholds: numbers that the runbook does not give, each with its reason. The runbook's stand in kpis.ts.

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The clocks of this machine and of the site (checks/api/site-clock.ts). */
export const CLOCK_RULES = {
  /** Machines with NTP differ by less than a second; a CI runner that was suspended, or one without NTP, by more than a minute. */
  mostDifferenceMs: 2 * MINUTE,
} as const;

/** Known issues (reports/verdict/known-issues.ts). */
export const KNOWN_ISSUE_RULES = {
  /** Share of the accepted value by which a KPI may get worse: medians of three Lighthouse runs differ by about a tenth. */
  worseShare: 0.1,
} as const;

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

/** When a share of failures is proof enough to wake somebody. */
export const PROOF = {
  /** Exact one-sided bound against the runbook's line, as in the gate (RATIO_RULES). */
  confidence: 0.95,
  /** The share that is promised: 99.9 %. A site that keeps it exactly must not page. */
  promised: 0.001,
  /**
   * Chance of the failures seen, were the promise kept. At the schedule's rate it asks for 7 failures in 5 minutes, 5 in a minute, 5 of one
   * endpoint in 5 minutes. `npm run simulate` measures the pages a day; at 1e-6 they were 0.008 (3,000 days), too near the goal of 0.01.
   */
  chance: 1e-7,
  /** Failures lie in so many slots of this length, or more: a blip of 15 s, met by confirming probes, is no outage of 5 minutes. */
  slotMs: 15 * SECOND,
  leastSlots: 3,
} as const;

/** Failing right now: reported before a window of 5 minutes can prove it. */
export const FAST = {
  windowMs: MINUTE,
  /** A failure this young: it still goes on. And one older than this: it is no blip of some seconds. */
  youngMs: 15 * SECOND,
  /** Fewer answers in the minute decide nothing, and no clean minute ends an alert. */
  leastSamples: 10,
} as const;

/** The application is down: nothing valid anywhere. */
export const DOWN = {
  leastEndpoints: 2,
  /** Failures in a row on each of them. */
  inARow: 3,
  /** From the first of them to the last: a blip of 3 s sends no page. */
  spanMs: 3 * SECOND,
  /** Where other failures lie so little before the row, the site failed in part: half of the answers failing makes short rows by chance. */
  mixedMs: MINUTE,
  mixedSpanMs: 30 * SECOND,
  /** An endpoint whose newest answer is older has no say. */
  freshMs: 2 * MINUTE,
} as const;

/** More failed checks than these in a run are no chance: they are not run a second time, which would double the time of an outage. */
export const MOST_CONFIRMED = 4;
/** Of a nightly run's 400 browser checks more than four fail by chance once in twenty runs if one in 200 does: a larger run confirms this share. */
export const SHARE_CONFIRMED = 0.03;

/** Pages of so many addresses that show an error screen, answer 5xx, never react or reload themselves are no chance of one page: the site is down for visitors. */
export const UNUSABLE_PAGES = 3;

/** A mean over fewer answers, or with a single answer above the line, is one answer's doing. */
export const SLOW = { leastSamples: 5, leastSlow: 2 } as const;

/** States and journeys that are older say nothing: three turns of 5 and of 15 minutes; the gate's checks run nightly at least. */
export const FRESH = { statesMs: 15 * MINUTE, journeysMs: 45 * MINUTE, checksMs: 26 * HOUR } as const;
/** A dependency has failed when so many readings in a row say so: one may be its own blip. */
export const READINGS_IN_A_ROW = 2;

/** The monitor itself: below this share of the promised probes in an hour it is blind. */
export const COVERAGE = {
  windowMs: HOUR,
  share: 0.8,
  /** What is left of an hour beside its maintenance: in less than half an hour one late tick is already more than a fifth. */
  leastMs: 30 * MINUTE,
  /** Of each 5 minutes of the schedule a tick watches 270 s. */
  scheduled: 0.9,
} as const;

/**
 * Error budget burn (Google SRE Workbook, chapter 5): the share of failures over both windows, as a multiple of the 0.1 % allowed.
 * `leastFailures` is the rule of counts for low traffic: fewer failures in the long window are chance.
 */
export const BURN = [
  { id: 'burn-14', factor: 14.4, longMs: HOUR, shortMs: 5 * MINUTE, isPage: true, leastFailures: 10 },
  { id: 'burn-6', factor: 6, longMs: 6 * HOUR, shortMs: 30 * MINUTE, isPage: true, leastFailures: 15 },
  { id: 'burn-3', factor: 3, longMs: DAY, shortMs: 2 * HOUR, isPage: false, leastFailures: 10 },
  { id: 'burn-1', factor: 1, longMs: 3 * DAY, shortMs: 6 * HOUR, isPage: false, leastFailures: 10 },
] as const;

/** Slower than in the same hour of last week: by half, and by what a visitor notices; fewer answers compare nothing. */
export const DEGRADED = { windowMs: HOUR, factor: 1.5, leastMs: 200, leastSamples: 100, weekMs: 7 * DAY } as const;
/** 429 of the site in 5 minutes: one may be a neighbour's doing behind the same address. */
export const RATE_LIMITED = { windowMs: 5 * MINUTE, least: 3 } as const;
/** A new deployment stays in sight for a quarter of an hour; the first that is ever seen was there before us. */
export const DEPLOYMENTS = { seenMs: 15 * MINUTE, lookBackMs: 30 * DAY } as const;

/** How long a rule must be ok before its alert is resolved, ms. Short good spells do not end an outage. */
export const KEEP_FIRING = {
  down: MINUTE,
  windows: 2 * MINUTE,
  /** A second reading of 5 minutes later. */
  states: 5 * MINUTE,
  /** A second journey of 15 minutes later. */
  journeys: 15 * MINUTE,
  coverage: 10 * MINUTE,
  /** A host rolls a renewed certificate out to its machines one by one: old and new ones answer in turn. */
  certificate: 30 * MINUTE,
} as const;

export const INCIDENT_RULES = {
  /** What comes back so soon after its last failure is the same incident. */
  reopenMs: 15 * MINUTE,
  /** Ends of outages are seen to a slot of the coverage. */
  reopenSlackMs: 30 * SECOND,
  /** The most notices in an hour of an incident that comes and goes. */
  noticesPerHour: 2,
  /** An alert of which nothing was heard for so long (an endpoint that is not probed any more) holds no incident open. */
  forgottenMs: HOUR,
  /** A journey, begun in an outage, ends this long after it. */
  afterOutageMs: 5 * MINUTE,
  /** A P0 that is still not acknowledged after the last level of the on-call chain is repeated so often. */
  repeatMs: HOUR,
  /** An undelivered notice older than this is dropped. */
  deliverWithinMs: DAY,
} as const;

/** Rules of deliveries (monitoring/notify). */
export const NOTIFY_RULES = {
  /** Chat services answer within a second; an SMTP conversation takes a few. */
  deadlineMs: 10 * SECOND,
  /** A sender that did not say how it ended within its deadline and this margin was killed: the next one takes over. */
  leaseMs: 15 * SECOND,
  /** The first pause lies below a tick's judging, the longest below the runbook's 5 minutes for a P0. */
  firstRetryMs: 5 * SECOND,
  longestRetryMs: 4 * MINUTE,
} as const;

/**
 * When a mean of few samples lies over or under its limit, and not at it: two-sided error 0.1 % a look. A gate looks at most 17 times
 * (kpis.ts gives the samples of the first), so one borderline site in sixty is decided by chance.
 */
export const MEAN_RULE = { standardErrors: 3.29 } as const;

/** Probes of the monitor while its own process could not run: starved by its neighbours, suspended, busy (common/own-delay.ts). */
export const OWN_DELAY = {
  /** A timer that is late by less is no stall: an eighth of the 2 s target. Six runs in one busy process are late by up to 150 ms. */
  stallMs: 250,
  /** An answer that waited longer for us has no response time: less is below what the limits of 3 s and 5 s and the mean of an hour notice. */
  untimedMs: 250,
  /**
   * A connection that was closed, or a name that was not resolved, is not the site's if this process could not run for so long, and for so much
   * of the time: the other side gave up waiting. Deadlines need no such rule: they count only the time in which the process ran.
   */
  unansweredMs: 1_000,
  unansweredShare: 0.5,
} as const;

/** Rules of the tick. */
export const TICK_RULES = {
  /** 216 probes in 270 s: a window of 5 minutes then holds the 200 samples that 99.5 % needs (mysetlist-app.md 7). */
  probeEveryMs: 1_250,
  /** `GET /api/artists/search` calls Spotify and Ticketmaster each time: once a minute is 29 % of Ticketmaster's 5,000 a day. */
  costlyEveryMs: MINUTE,
  /** The states that the site reports are read as often as a tick of the schedule would. */
  statesEveryMs: 5 * MINUTE,
  /** Samples are stored in batches of a second: a killed tick loses at most that. */
  storeEveryMs: 1_000,
  /** While nothing fails the rules are asked this often; after a failure with every batch. */
  judgeEveryMs: 10_000,
  /** A failure is confirmed by so many rounds of probes, so far apart: three failures in a row then span 4 s, and a blip of 3 s sends no page. */
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
  /** A libsql server that takes longer for one request hangs: the samples go to the spool, and the tick goes on. */
  serverDeadlineMs: 5_000,
  /** Nobody waits longer than this for a locked history; a tick does not wait at all, it writes to its spool file. */
  lockedPatienceMs: MINUTE,
} as const;

/**
 * How long a browser check waits. All of it follows from one number (checks/browser/patience.ts), which EXPECT_TIMEOUT_MS sets: `ms` for an
 * expectation, an action and an answer that a check needs first; multiples of it for the others.
 */
export const PATIENCE = {
  /** Two answers in a row (upcoming shows, else trending) leave half of a test's 20 s. */
  ms: 5_000,
  /** A page, or a submitted form: two answers in sequence, possibly slow. */
  page: 2,
  /** A page that has not reacted for so long after a check first needs it to is reported; below an action's, so that the report comes first. */
  reaction: 0.8,
  /** Below this a busy machine alone makes checks fail. */
  leastMs: 500,
} as const;

/**
 * The same number in `npm run prove` where a fault breaks something: every red check waits for its deadline. Our own stand-in answers in
 * milliseconds; in the react dialect a page takes up to 2 s to react (stand-in/hydration.ts), which must lie below PATIENCE.reaction of it.
 */
export const PROOF_PATIENCE_MS = { plain: 2_500, react: 3_500 } as const;
/** Faults that `npm run prove` tries at the same time on two cores: a red check waits more than it computes. */
export const PROOFS_AT_ONCE = 2;

/** Signing in before a check that needs an account. It lies below the 15 s of the step around it, so that the site is named and not the step. */
export const SIGNS_IN_WITHIN_MS = 12_000;

/**
 * A page's request that failed is asked again at the end of the check, at most so many of a check. That the failures which were well then exceed
 * the promised error rate must be this sure: once in 10,000 runs by chance.
 */
export const ASK_AGAIN = { mostAddresses: 5, deadlineMs: 3_000, confidence: 0.9999 } as const;

/** One page asks one address at most so often in so long: R1's refetch loop asks 37 times a second, a page with several live parts three times. */
export const STORM = { windowMs: 2_000, mostRequests: 10 } as const;

/** Tiles of artists, and of shows, that the home page must show: its API promises ten of both together. */
export const LEAST_TILES = 5;

/** Upcoming shows among which a locked setlist is looked for: R1 locks by hand, and the next 20 shows often have none. */
export const LOCKED_WITHIN_SHOWS = 100;

/** Requests of one address that an open setlist page may send in two seconds: one to load, one to refresh, one to spare. */
export const MOST_REQUESTS_OF_ONE_ADDRESS = 3;

/** Visits that a median of a web vital needs: with fewer, one visit decides. */
export const LEAST_VISITS = 3;

/** Least width and height of what is clicked or tapped, CSS pixels (WCAG 2.2, 2.5.8 Target Size (Minimum)). */
export const LEAST_TARGET_PX = 24;

/**
 * Rounds of probes that a suspicion may add. Contracts: with the first 12 they stay below the site's 60 a minute and path. 12 make the 200 samples
 * that clear one failure, 37 the 400 that clear two of different endpoints. An endpoint that failed twice, which alone proves nothing, fails a third
 * time in 30 rounds in 96 of 100 runs if it fails 10 % of its requests, and in 2 if it fails 0.05 %. After a load run, which may have used half of the
 * limit in the same minute: two failures of 376 answers are cleared by 12. For a mean near its limit 16: each look can be wrong (MEAN_RULE).
 * `longestMs`: a slow site must not take the stage's whole deadline, ms.
 */
export const MORE_PROBES = { rounds: { contracts: 46, load: 30, mean: 16 }, longestMs: 45 * SECOND } as const;

/** Calls that the circuit breaker needs before it judges a share: fewer say nothing. */
export const LEAST_CALLS_FOR_A_SHARE = 4;

/** Share of a path's limit that our probes use; the rest is for browsers and other clients of this address. */
export const OUR_SHARE_OF_LIMIT = 0.97;

/** Earlier runs that a comparison needs. With 5 and three new runs, the least p there can be is 2/56 = 0.036. */
export const LEAST_PAST_RUNS = 5;

/** A change is reported when chance alone would show it in fewer than 5 % of runs and it is large enough to matter. */
export const SIGNIFICANT_P = 0.05;

/** A change of less than this share of the earlier median does not matter to a visitor. */
export const MATTERS_SHARE = 0.1;

/** Lighthouse's own measure of the machine; below this its docs call a device low-end and simulated metrics drift. */
export const LEAST_BENCHMARK_INDEX = 150;

/** Share of all cores in use by others during a run. Seen: 0.00-0.08 alone, 0.5 beside one busy process on two cores. */
export const MOST_SHARE_OF_OTHERS = 0.2;

/** A spin that got less of its time than this had to share its core. Seen alone: 0.94-1; a short interruption is let pass. */
export const LEAST_SPIN_SHARE = 0.6;

/** The slowest spin against the fastest of the page's runs: below, the machine runs at an uneven speed. Seen alone: 0.85-1. */
export const LEAST_EVENNESS = 0.7;

/** An upcoming list shorter than this is an import that stopped. The R1 that was run had 120 shows. */
export const LEAST_UPCOMING = 10;

/** Fewer venues than artists or shows: the R1 that was run had twelve. */
export const LEAST_VENUES = 5;

/** Items that a full trending list has: the page shows ten. */
export const LEAST_TRENDING_ITEMS = 10;

/** Clocks of two machines differ; more than this is no difference of clocks. */
export const CLOCK_SKEW_MS = 2 * MINUTE;

/** s-maxage plus stale-while-revalidate of the slower lists, 300 s + 600 s (mysetlist-app.md 5.1), and a margin. */
export const CACHED_AGE_MS = 20 * MINUTE;

/** Age of an answer that no cache keeps: the clocks' difference and no more. */
export const UNCACHED_AGE_MS = 2 * MINUTE;

/** Two random figures add up to 1 as closely as this once in some hundred readings. */
export const RATES_TOLERANCE = 1e-4;

/** Half the site's limit per path: the other half belongs to the probes and to real visitors behind the same address. */
export const LOAD_SHARE_OF_LIMIT = 0.5;

/** Many windows are looked at, so each must be this sure (one-sided) before it breaches a ratio. */
export const WINDOW_FALSE_ALARM = 0.001;

/** A mean needs so many answers in its window. */
export const LEAST_ANSWERS_FOR_A_MEAN = 5;

/** Share of the wanted answers that a slot of the break point run must have: iterations at its borders and the 2 % that a start may drop are missing. */
export const LEAST_SHARE_ANSWERED = 0.9;

/** Confidence of the interval of a median: the usual 95 %. */
export const MEDIAN_CONFIDENCE = 0.95;

/** Share of this machine's memory that the virtual users of a load run may need by the estimate. */
export const SHARE_OF_MEMORY = 0.8;

/** The status page. */
export const PAGE_RULES = {
  /** Nothing seen for so long: three ticks of the schedule and the time to publish. The page then is red by its own clock. */
  staleMs: 20 * MINUTE,
  /** Window of the three KPIs on the first screen. */
  kpiWindowMs: DAY,
  /** The error budget's window: the usual month. */
  budgetWindowMs: 30 * DAY,
  /** A stretch of a chart of which less than this share was watched is shown as not watched: most of it is unknown. */
  watchedShare: 0.5,
} as const;

/** Goals of `npm run simulate`: how often a site that meets its target may page, and how surely an outage is reported in time. */
export const SIMULATION_GOALS = {
  /** One false page in a hundred days, at exactly 99.9 %. */
  falsePagesPerDay: 0.01,
  /** The share of failures of that site: what the runbook allows. */
  failingShare: 0.001,
  /** Fewer failures in 5 minutes fire no rule (three of nine of one endpoint are the fewest), so none is asked. */
  leastFailures: 3,
  /** Share of the outages that must be reported in time. */
  toldInTime: 0.99,
} as const;

/** `npm run mutate`: how many mistakes are tried, how many the tests must notice, and when a test that does not end counts as having noticed. */
export const MUTATION = {
  goal: 0.9,
  /** The tests without a mistake may take so long. */
  cleanDeadlineMs: 2 * MINUTE,
  /** A busy machine is not taken for an endless loop. */
  slower: 5,
  extraMs: 10 * SECOND,
  /** Mutants of one process: the modules of each stay in its memory. */
  part: 60,
  mostMegabytes: 900,
  processDeadlineMs: 20 * MINUTE,
  /** Mutants of journeys that share a browser run: with more, an interrupted run loses more. */
  browserBatch: 6,
} as const;

/** The generated Prometheus rules. */
export const PROMETHEUS_RULES = {
  /** Scrapes and evaluations: a slot of 15 s must hold one. */
  intervalS: 15,
  /** Answers of 5 minutes up to which the binomial test is tabulated: three times the schedule's with all its confirming probes. */
  mostAnswers: 1_000,
} as const;
