// Which checks a run owes: the profile's, narrowed by --only; everything left out is listed with its reason.
import { STAGES, type Profile, type Stage } from '../../kpis.ts';
import type { CheckDeclaration, RunRecord } from '../../reports/result.ts';
import { LEFT_OUT_BY_ONLY } from '../../reports/verdict/check-verdicts.ts';

export type Asked = {
  profile: Profile;
  /** Stage names and check ids; an id named here runs whatever the profile. */
  only?: readonly string[] | undefined;
  /** No account, and the checks that need one are waived. */
  noAccount: boolean;
  /** The target is ours to load: this machine's, or its owner said so. */
  mayLoad: boolean;
};
export type Plan = { stages: Stage[]; checks: RunRecord['checks']; selected: ReadonlySet<string> };

export function plan(declared: readonly CheckDeclaration[], asked: Asked): Plan {
  const checks = declared.map((check) => {
    const reason = leftOut(check, asked);
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

function leftOut(check: CheckDeclaration, { profile, only, noAccount, mayLoad }: Asked): string | undefined {
  if (only && !only.includes(check.stage) && !only.includes(check.id)) return LEFT_OUT_BY_ONLY;
  if (!only?.includes(check.id) && !check.profiles.includes(profile)) return `not in profile ${profile}`;
  // Asked for by name it is refused with the reason, and the run is not a pass: the user must see that it was not sent.
  if (!mayLoad && check.needsAllowLoad === true && !only?.includes(check.id))
    return 'above half of the rate limit of the site: needs --allow-load';
  if (noAccount && check.needsAccount === true) return 'waived by --no-account';
  return undefined;
}
