// Which checks a run must report: the profile's, limited by --only; every other check is listed with its reason.
import { STAGES, type Profile, type Stage } from '../../kpis.ts';
import type { CheckDeclaration, RunRecord } from '../../reports/result.ts';
import { LEFT_OUT_BY_ONLY } from '../../reports/verdict/check-verdicts.ts';

export type Asked = {
  profile: Profile;
  /** Stage names and check ids; an id named here runs in every profile. */
  only?: readonly string[] | undefined;
  /** No account, and the checks that need one are waived. */
  noAccount: boolean;
  /** Load is allowed: the target is on this machine, or --allow-load is given. */
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
  // If selected by name, it is rejected with the reason, and the run does not pass: the user must see that it was not sent.
  if (!mayLoad && check.needsAllowLoad === true && !only?.includes(check.id))
    return 'above half of the rate limit of the site: needs --allow-load';
  if (noAccount && check.needsAccount === true) return 'waived by --no-account';
  return undefined;
}
