// Which checks a run owes: the profile's, narrowed by --only; everything left out is listed with its reason.
import { STAGES, type Profile, type Stage } from '../../kpis.ts';
import type { CheckDeclaration, RunRecord } from '../../reports/result.ts';
import { LEFT_OUT_BY_ONLY } from '../../reports/verdict/checks.ts';

export type Plan = { stages: Stage[]; checks: RunRecord['checks']; selected: ReadonlySet<string> };

/** `only` holds stage names and check ids; an id named there runs whatever the profile. */
export function plan(
  declared: readonly CheckDeclaration[],
  profile: Profile,
  only: readonly string[] | undefined,
  noAccount: boolean,
): Plan {
  const checks = declared.map((check) => {
    const reason = leftOut(check, profile, only, noAccount);
    return {
      id: check.id,
      stage: check.stage,
      title: check.title,
      selected: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
    };
  });
  const selected = checks.filter((check) => check.selected);
  return {
    checks,
    selected: new Set(selected.map((check) => check.id)),
    stages: STAGES.filter((stage) => selected.some((check) => check.stage === stage)),
  };
}

function leftOut(
  check: CheckDeclaration,
  profile: Profile,
  only: readonly string[] | undefined,
  noAccount: boolean,
): string | undefined {
  if (only && !only.includes(check.stage) && !only.includes(check.id)) return LEFT_OUT_BY_ONLY;
  if (!only?.includes(check.id) && !check.profiles.includes(profile)) return `not in profile ${profile}`;
  if (noAccount && check.needsAccount === true) return 'waived by --no-account';
  return undefined;
}
