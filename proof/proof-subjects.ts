// The subjects of the proof: the healthy site, each fault, and the presets with their own oracle.
import { CHECKS } from '../checks/index.ts';
import { STAGES, type Profile } from '../kpis.ts';
import { FAULTS, PRESETS } from '../stand-in/faults.ts';
import type { OracleRow } from './oracle-row.ts';
import { everyCheck, runsToProve, type ProofRun } from './proof-runs.ts';
import { R1_VERDICTS } from './r1-oracle.ts';
import { R2_VERDICTS } from './r2-oracle.ts';
import { BLOCKING_FAULTS, HARMLESS_FAULTS, HARMLESS_JOURNEYS } from './quiet-faults.ts';
import { REACTIONS } from './reactions.ts';

export type ProofSubject = {
  /** The fault's id; `none`; or the preset's name. */
  id: string;
  /** Faults of the stand-in that are on. */
  faults: readonly string[];
  noticedBy: readonly string[];
  warnedBy: readonly string[];
  /** It must turn nothing red: `blocking` ends inconclusive, `harmless` passes. */
  quiet?: 'blocking' | 'harmless';
  /** Ids that may be red or not in the run at hand: not compared. */
  eitherWay?: readonly string[];
  /** A preset's oracle: every check is compared with it. */
  oracle?: readonly OracleRow[];
};

const HEALTHY: ProofSubject = { id: 'none', faults: [], noticedBy: [], warnedBy: [] };
const preset = (id: 'r1' | 'r2', oracle: readonly OracleRow[]): ProofSubject => ({
  id,
  faults: PRESETS[id],
  noticedBy: oracle.map((row) => row.id),
  warnedBy: [],
  oracle,
});
/** Before hydration a page loses typed text: a warning of the react dialect, with any preset. */
const LATE: OracleRow = {
  id: 'journey.login.typed-text',
  section: '10',
  says: /typed before the page reacts is lost/,
  verdict: 'warn',
};
const onDialect = (oracle: readonly OracleRow[], markup: string | undefined): readonly OracleRow[] =>
  markup !== 'react' || oracle.some(({ id }) => id === LATE.id) ? oracle : [...oracle, LATE];

/** The expected end of a fault that turns nothing red; nothing for the others. */
export const quietOf = (fault: string): Pick<ProofSubject, 'quiet'> =>
  BLOCKING_FAULTS.includes(fault)
    ? { quiet: 'blocking' }
    : Object.hasOwn(HARMLESS_FAULTS, fault)
      ? { quiet: 'harmless' }
      : {};

/** By name (`none` or `healthy`, a fault, a preset); without names the healthy site and every fault. `markup`: the dialect of the stand-in. */
export function proofSubjects(asked: readonly string[] | undefined, markup?: string): ProofSubject[] {
  const presets = [preset('r1', onDialect(R1_VERDICTS, markup)), preset('r2', onDialect(R2_VERDICTS, markup))];
  const all = [
    HEALTHY,
    ...FAULTS.map(({ id }, i) => ({
      id,
      faults: [id],
      ...(REACTIONS[i] ?? { noticedBy: [], warnedBy: [] }),
      ...quietOf(id),
    })),
    ...presets,
  ];
  const names = asked?.map((name) => (name === 'healthy' ? HEALTHY.id : name));
  return all.filter((subject) => names?.includes(subject.id) ?? !presets.includes(subject));
}

/** The runs that prove it. `only`: the user's own selection instead. */
export function runsOf(subject: ProofSubject, profile: Profile, only?: readonly string[]): ProofRun[] {
  if (only) return [{ only: [...only] }];
  // An access control blocks the first stage, so each stage runs separately.
  if (subject.quiet === 'blocking') return STAGES.map((stage) => ({ only: [stage] }));
  if (subject.quiet === 'harmless') {
    const journeys = HARMLESS_JOURNEYS[subject.id] ?? [];
    const overHttp: ProofRun = { only: ['front-door', 'contracts', 'security'] };
    return journeys.length === 0 ? [overHttp] : [overHttp, { only: [...journeys] }];
  }
  if (subject.oracle) return everyCheck(CHECKS);
  return runsToProve([...subject.noticedBy, ...subject.warnedBy], CHECKS, profile);
}
