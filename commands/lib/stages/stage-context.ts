// What a stage is given and gives back, and how long it may take.
import type { ApiContext } from '../../../checks/api/api-context.ts';
import type { Profile, Stage } from '../../../kpis.ts';
import type { RunFolder } from '../run-folder.ts';

/** What the stages that speak HTTP are given, and beside it what only commands know. `only` is there where --only names single checks. */
export type StageContext = ApiContext & {
  profile: Profile;
  /** Sent to the target's own origin only: they are secrets. */
  headers: Readonly<Record<string, string>>;
  /** Checks that need an account are waived. */
  noAccount: boolean;
  /** The target is ours to load: this machine's, or its owner said so. */
  mayLoad: boolean;
  /** Ids of the checks to run. */
  selected: ReadonlySet<string>;
  /** An address that must answer when our own network is well. */
  control?: URL;
  folder: RunFolder;
  log: (line: string) => void;
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
/** A child's deadline is shorter than its stage's, which may first wait for a cold site: so the child's own end is reported. */
const CHILD_ENDS_BEFORE_MS = 60_000;
export const childDeadlineMs = (stage: Stage, profile: Profile): number =>
  STAGE_DEADLINE_MS[stage][profile] - CHILD_ENDS_BEFORE_MS;
