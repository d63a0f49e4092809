// JUnit XML: a suite for the KPIs and one for each stage. Only a passed check is a testcase without children.
import { messageOf, leadingCauses } from '../verdict/group-causes.ts';
import { figureOf } from '../verdict/shown-figure.ts';
import type { Cause, CheckRow, Verdict } from '../verdict/verdict-format.ts';
import { attemptsOf, type Attempt } from './attempts.ts';
import { markup } from './escape.ts';

type Case = {
  name: string;
  title: string;
  verdict: string;
  reason: string;
  text: string;
  seconds: number;
  /** Earlier runs, as elements of Maven's Surefire, which GitLab, Jenkins and others read. */
  before?: Attempt[];
};

function testcase(suite: string, c: Case): string {
  const open = `    <testcase classname="${markup(suite)}" name="${markup(`${c.name}: ${c.title}`)}" time="${c.seconds.toFixed(3)}"`;
  const before = (tag: 'flakyFailure' | 'rerunFailure'): string =>
    (c.before ?? [])
      .map(
        ({ number, outcome, durationMs, said }) =>
          `\n      <${tag} type="${outcome}" message="${markup(said[0] ?? '')}" time="${(durationMs / 1_000).toFixed(3)}">${markup([`run ${number}`, ...said].join('\n'))}</${tag}>`,
      )
      .join('');
  const body = (tag: 'failure' | 'error'): string =>
    `${open}>\n      <${tag} type="${markup(c.verdict)}" message="${markup(c.reason)}">${markup(c.text)}</${tag}>${before('rerunFailure')}\n    </testcase>`;
  switch (c.verdict) {
    case 'pass':
    case 'warn':
      return c.before?.length ? `${open}>${before('flakyFailure')}\n    </testcase>` : `${open}/>`;
    case 'breach':
      return body('failure');
    case 'broken':
    case 'inconclusive':
    case 'suspected':
      return body('error');
    default:
      return `${open}>\n      <skipped message="${markup(`${c.verdict}: ${c.reason}`)}"/>\n    </testcase>`;
  }
}

function suite(name: string, cases: Case[]): string {
  const count = (...words: string[]): number => cases.filter((c) => words.includes(c.verdict)).length;
  const failures = count('breach');
  const errors = count('broken', 'inconclusive', 'suspected');
  const skipped = cases.length - failures - errors - count('pass', 'warn');
  const time = cases.reduce((s, c) => s + c.seconds, 0).toFixed(3);
  const head = `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${time}"`;
  return [
    `  <testsuite name="${markup(name)}" ${head}>`,
    ...cases.map((c) => testcase(name, c)),
    '  </testsuite>',
  ].join('\n');
}

/** The check that reports the same cause. */
function toldAs({ id }: CheckRow, causes: readonly Cause[]): string | undefined {
  const shared = causes.find((cause) => cause.id === id);
  return shared?.sameAs === undefined ? undefined : `same cause as ${shared.sameAs}: ${shared.fact}`;
}

export function junit(v: Verdict): string {
  const results: Case = {
    name: 'verdict',
    title: `${v.target}`,
    verdict: v.verdict,
    reason: v.causes[0] ? messageOf(v.causes[0]) : '',
    text: leadingCauses(v.causes)
      .map((c) => `${c.verdict} ${c.id}: ${messageOf(c)}`)
      .join('\n'),
    seconds: v.durationMs / 1_000,
  };
  const kpis = v.kpis.map((k): Case => ({
    name: k.id,
    title: k.title,
    // A suspicion decides only where the KPI is required; elsewhere it is information.
    verdict: k.verdict === 'suspected' && !k.required ? 'warn' : k.verdict,
    reason: `${figureOf(k)}, limit ${k.limit}`,
    text: k.reason,
    seconds: 0,
  }));
  const stages = v.stages.map((s) => {
    const cases = v.checks
      .filter((c) => c.stage === s.stage)
      .map((c): Case => ({
        name: c.id,
        title: c.title,
        verdict: c.verdict,
        reason: toldAs(c, v.causes) ?? c.reason ?? '',
        text: c.variants
          .flatMap((x) => [
            ...(toldAs(c, v.causes) === undefined ? x.failures.map((f) => `${f.code}: ${f.message}`) : []),
            ...x.evidence,
            `rerun: ${x.rerun}`,
          ])
          .join('\n'),
        seconds: c.durationMs / 1_000,
        before: c.variants.flatMap((x) => attemptsOf(x).slice(0, -1)),
      }));
    return suite(s.stage, cases);
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    suite('verdict', [results]),
    suite('kpis', kpis),
    ...stages,
    '</testsuites>',
    '',
  ].join('\n');
}
