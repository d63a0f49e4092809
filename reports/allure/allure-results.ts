// A run as Allure's results: every KPI and check of every stage, each attempt one. Steps and pictures of a journey come from Playwright;
// its result comes from the verdict. Pure.
import { attemptsOf } from '../formats/attempts.ts';
import { printable } from '../formats/escape.ts';
import type { CheckRow, VariantRow, Verdict } from '../verdict/verdict-format.ts';
import { STAGE_SEVERITY } from '../verdict/what-now.ts';
import { base, statusOf, type Base } from './allure-base.ts';
import { VARIANT, type AllureAttachment, type AllureResult, type AllureStatus } from './allure-format.ts';
import { ofKpi } from './allure-kpis.ts';

/** The result of one attempt by Playwright's Allure reporter. */
export type Played = Pick<AllureResult, 'labels' | 'parameters' | 'steps' | 'attachments' | 'start' | 'stop'>;
export type AllureFacts = {
  played?: readonly Played[];
  /** The source of a check: `runbook` of its declaration. */
  sourceOf?: (check: string) => string | undefined;
  /** The runbook's address, without an anchor; without it results name the section only. */
  runbook?: string | undefined;
  /** Files of the run that show a check's failure, copied to where Allure finds them, by `evidenceKey`. */
  evidence?: ReadonlyMap<string, AllureAttachment>;
};

/** The results in the order of the verdict. Checks that were not selected are left out. */
export function allureResults(verdict: Verdict, facts: AllureFacts = {}): AllureResult[] {
  const played = Map.groupBy(facts.played ?? [], (one) => keyOf(one));
  return [
    ...verdict.kpis.filter((k) => k.verdict !== 'not-selected').map((k) => ofKpi(verdict, k, facts.runbook)),
    ...verdict.checks
      .filter((c) => c.verdict !== 'not-selected')
      .flatMap((c) =>
        c.variants.length === 0 ? [withoutResult(verdict, c, facts)] : ofVariants(verdict, c, facts, played),
      ),
  ];
}

/** The check and the variant that Playwright's result is of: its tag and its project. */
const keyOf = ({ labels, parameters }: Played): string => {
  const tag = labels.find(({ name, value }) => name === 'tag' && value.includes('.'))?.value ?? '';
  return `${tag} ${parameters.find(({ name }) => name === VARIANT)?.value ?? ''}`;
};

const aboutCheck = ({ id, title, stage }: CheckRow, { sourceOf }: AllureFacts): Base => ({
  id,
  title,
  suites: stage === 'journeys' ? [stage, id.split('.')[1] ?? id] : [stage],
  severity: STAGE_SEVERITY[stage],
  source: sourceOf?.(id),
});

function withoutResult(verdict: Verdict, c: CheckRow, facts: AllureFacts): AllureResult {
  const message = printable(c.reason ?? c.verdict);
  return {
    ...base(verdict, aboutCheck(c, facts), facts.runbook),
    status: statusOf(c.verdict),
    statusDetails: { message },
  };
}

function ofVariants(
  verdict: Verdict,
  c: CheckRow,
  facts: AllureFacts,
  played: ReadonlyMap<string, Played[]>,
): AllureResult[] {
  return c.variants.flatMap((v) => {
    const attempts = attemptsOf(v);
    const seen = (played.get(`${c.id} ${v.variant ?? ''}`) ?? []).toSorted((a, b) => a.start - b.start);
    return attempts.map((attempt, i) => {
      const isLast = i === attempts.length - 1;
      const made = base(verdict, { ...aboutCheck(c, facts), variant: v.variant }, facts.runbook, attempt.number);
      const own = isLast ? seen.at(-1) : seen.length === attempts.length ? seen[i] : undefined;
      const start = own?.start ?? made.start + i;
      const message = attempt.said.join('\n');
      return {
        ...made,
        status: isLast ? statusOfLast(c, v) : statusOf(attempt.outcome),
        statusDetails: {
          ...(message === '' ? {} : { message: printable(message) }),
          ...(isLast && c.known?.some(({ state }) => state === 'known') ? { known: true } : {}),
          ...(isLast && attempts.length > 1 && v.outcome === 'warn' ? { flaky: true } : {}),
        },
        description: [made.description, isLast ? about(c, v) : ''].filter(Boolean).join('\n\n'),
        start,
        stop: own?.stop ?? start + Math.round(attempt.durationMs),
        labels: [...made.labels, ...(own?.labels.filter(({ name }) => ['framework', 'package'].includes(name)) ?? [])],
        steps: own?.steps ?? [],
        attachments: [...(own?.attachments ?? []), ...(isLast && own === undefined ? evidenceOf(c, v, facts) : [])],
      };
    });
  });
}

/** A known issue is an accepted failure: Allure shows it as known, because a warning would look like a pass. */
const statusOfLast = (c: CheckRow, v: VariantRow): AllureStatus =>
  v.outcome === 'warn' && c.known?.some(({ state }) => state === 'known') ? 'failed' : statusOf(v.outcome);

/** `path` is in the run's folder. */
export const evidenceKey = (check: string, path: string): string => `${check} ${path}`;
const evidenceOf = ({ id }: CheckRow, { evidence }: VariantRow, facts: AllureFacts): AllureAttachment[] =>
  evidence.flatMap((path) => facts.evidence?.get(evidenceKey(id, path)) ?? []);

function about({ known = [] }: CheckRow, { rerun, evidence }: VariantRow): string {
  return [
    ...known.map((k) => `Known issue (${k.state}): owner ${k.owner}, expires ${k.expires}.`),
    `Run it again: \`${rerun.replaceAll('`', '')}\``,
    ...evidence.map((path) => `Evidence in the run's folder: \`${path.replaceAll('`', '')}\``),
  ].join('\n\n');
}
