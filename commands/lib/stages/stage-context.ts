// What a stage is given and gives back, and how long it may take.
import type { Profile, Stage } from '../../../kpis.ts';
import type { Send } from '../../../checks/api/rate-limited-sender.ts';
import type { Sink } from '../../../reports/result.ts';
import type { Account } from '../../../common/account.ts';
import type { RunFolder } from '../run-folder.ts';

export type StageContext = {
  target: URL;
  profile: Profile;
  account: Account | undefined;
  noAccount: boolean;
  /** The target is ours to load: this machine's, or its owner said so. */
  mayLoad: boolean;
  /** Ids of the checks to run. */
  selected: ReadonlySet<string>;
  /** True where --only names single checks. */
  narrowed: boolean;
  /** True for the run's first stage. */
  first: boolean;
  /** An address that must answer when our own network is well. */
  control?: URL;
  folder: RunFolder;
  sink: Sink;
  /** How the stages that speak HTTP send: within the site's limits, and with a book of what was used. */
  send: Send;
  signal: AbortSignal;
  say: (line: string) => void;
};
export type StageOutcome = {
  status: 'done' | 'broken' | 'inconclusive';
  reason?: string;
  dead?: boolean;
  /** The site was not asked: nothing after it is either. */ blocked?: boolean;
};

const each = (ms: number): Record<Profile, number> => ({ quick: ms, gate: ms, nightly: ms });
/**
 * When a stage is called hung. Journeys: some 50 or 140 checks, most of which take a second here and several on a slow site.
 * Audits: 8 pages in 2 form factors, 3 runs of 6 s, and some more where a verdict is unclear.
 */
export const STAGE_DEADLINE_MS: Record<Stage, Record<Profile, number>> = {
  'front-door': each(60_000),
  contracts: each(150_000),
  security: each(60_000),
  journeys: { quick: 470_000, gate: 470_000, nightly: 1_860_000 },
  audits: { quick: 210_000, gate: 350_000, nightly: 1_260_000 },
  load: each(240_000),
};
/** A stage's child is given less than the stage, which may first wait for a cold site; so it is told what was ended. */
const CHILD_ENDS_BEFORE_MS = 60_000;
export const childDeadlineMs = (stage: Stage, profile: Profile): number =>
  STAGE_DEADLINE_MS[stage][profile] - CHILD_ENDS_BEFORE_MS;
