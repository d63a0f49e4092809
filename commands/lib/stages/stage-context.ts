// Input and outcome of a stage, and its deadlines.
import type { ApiContext } from '../../../checks/api/api-context.ts';
import type { Profile, Stage } from '../../../kpis.ts';
import type { RunFolder } from '../run-folder.ts';

/** The input of the HTTP stages, plus values that only commands have. `only` is set if --only names single checks. */
export type StageContext = ApiContext & {
  profile: Profile;
  /** Sent to the target's own origin only: they are secrets. */
  headers: Readonly<Record<string, string>>;
  /** Checks that need an account are waived. */
  noAccount: boolean;
  /** Load is allowed: the target is on this machine, or --allow-load is given. */
  mayLoad: boolean;
  /** Ids of the checks to run. */
  selected: ReadonlySet<string>;
  /** A control address that shows whether our own network works. */
  control?: URL;
  folder: RunFolder;
  log: (line: string) => void;
};
export type StageOutcome = {
  status: 'done' | 'broken' | 'inconclusive';
  reason?: string;
  dead?: boolean;
  /** The site was not checked, so later stages do not run. */ blocked?: boolean;
};

const each = (ms: number): Record<Profile, number> => ({ quick: ms, gate: ms, nightly: ms });
/**
 * Deadline of each stage. Journeys: about 50 or 140 checks, most of which take a second here and several on a slow site.
 * Audits: 8 pages in 2 form factors, 3 runs of 6 s, and extra runs while a verdict is unclear.
 * Load: on a real site 40 s of latency; nightly 64 s of voting and 60 s of browsing more; then a minute until the probes may be sent.
 */
export const STAGE_DEADLINE_MS: Record<Stage, Record<Profile, number>> = {
  'front-door': each(60_000),
  contracts: each(150_000),
  security: each(60_000),
  journeys: { quick: 470_000, gate: 470_000, nightly: 1_860_000 },
  audits: { quick: 210_000, gate: 350_000, nightly: 1_260_000 },
  load: { quick: 240_000, gate: 240_000, nightly: 300_000 },
};
/** A child's deadline is shorter than its stage's, which can first wait for a cold site. So the child's own end is reported. */
const CHILD_ENDS_BEFORE_MS = 60_000;
export const childDeadlineMs = (stage: Stage, profile: Profile): number =>
  STAGE_DEADLINE_MS[stage][profile] - CHILD_ENDS_BEFORE_MS;
