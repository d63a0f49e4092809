// Runs contracts: each case once, in its order. The same function serves the gate and the Playwright tests.
import type { Case, Contract } from '../../contracts/contract.ts';
import type { CheckRecord, ErrorCode, Failure } from '../../reports/result.ts';
import { probe, type Answer, type NoAnswer, type Request } from './probe-client.ts';
import { dedupe, driftOf, type DriftRow } from '../drift/drift-table.ts';
import { isLoopback } from '../../common/loopback.ts';
import { judgeAnswer, unexpected } from './judge-answer.ts';
import { readJson } from './strict-json.ts';

export type ContractOutcome = {
  outcome: CheckRecord['outcome'];
  failures: Failure[];
  answers: Map<string, Answer>;
  drift: DriftRow[];
};
export type Send = (request: Request) => Promise<Answer | NoAnswer>;

/** Codes that say nothing about the site: a rate limit, a wall, missing data. An error of the tool itself is `broken`. */
const UNJUDGED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'rate-limited',
  'edge-challenge',
  'own-network',
  'machine',
  'no-data',
]);

/** `answers` holds the answers by path, for figures that are read from them. */
export async function runContract(
  contract: Contract,
  target: URL,
  now: () => Date,
  signal?: AbortSignal,
  send: Send = probe,
): Promise<ContractOutcome> {
  const failures: Failure[] = [];
  const warnings: Failure[] = [];
  const answers = new Map<string, Answer>();
  const drift: DriftRow[] = [];
  const earlier = new Map<string, unknown>();
  const values = new Map<string, string>();
  let asked = 0;
  const cases = contract.cases.filter(({ onlyHere }) => !onlyHere || isLoopback(target));
  const ask = (expected: Case): Promise<Answer | NoAnswer> => send(requestOf(expected, target, signal));
  // Cases that need no value of an earlier case are sent at once. All are judged in their order.
  const early = new Map(cases.filter(({ path }) => !WORD.test(path)).map((one) => [one, ask(one)]));
  for (const template of cases) {
    const { path, missing } = fill(template.path, values);
    if (missing !== undefined) {
      // The reason is a case that failed earlier, which is recorded already.
      if (failures.length > 0) continue;
      const message = `${template.method} ${template.path}: the site lists nothing to take {${missing}} from`;
      (template.extra ? warnings : failures).push({ code: 'no-data', message });
      continue;
    }
    const expected = { ...template, path };
    asked += 1;
    const answer = await (early.get(template) ?? ask(expected));
    if (!answer.error) answers.set(path, answer);
    if (expected.prepares !== undefined) {
      const found = preparedBy(expected, answer);
      for (const [word, value] of Object.entries(found.values)) values.set(word, value);
      if (found.problem) failures.push(found.problem);
      continue;
    }
    const absent = expected.thereBy === undefined ? undefined : notThere(expected, answer);
    if (absent !== undefined) {
      failures.push(unprepared(expected.thereBy ?? '', expected, absent));
      continue;
    }
    const judged = judgeAnswer(expected, answer, now(), earlier);
    if (judged.absent && contract.mayBeAbsent) {
      warnings.push({
        code: 'runbook-mismatch',
        message: `${expected.method} ${path} is absent; the runbook names it (${contract.runbook})`,
      });
    } else (expected.level === 'warn' ? warnings : failures).push(...judged.failures);
    warnings.push(...judged.warnings);
    if (!contract.mayBeAbsent) drift.push(...driftOf(template, answer, judged.parsed));
    earlier.set(expected.name, judged.body);
    for (const [word, value] of Object.entries(expected.takes?.(judged.parsed) ?? {}))
      if (value !== undefined) values.set(word, value);
  }
  // Every case was left out: nothing was checked, so nothing passes.
  if (asked === 0 && failures.length + warnings.length === 0)
    failures.push({ code: 'no-data', message: 'no case of this contract may be asked of this site' });
  return {
    outcome: outcomeOf(failures, warnings),
    failures: [...failures, ...warnings],
    answers,
    drift: dedupe(drift),
  };
}

/** The result of a preparing request, which is not judged. `problem`: why there is no usable answer. */
function preparedBy(
  { method, path, prepares = '', takes, status }: Case,
  answer: Answer | NoAnswer,
): { values: Record<string, string>; problem?: Failure } {
  const none = (why: string): { values: Record<string, string>; problem: Failure } => ({
    values: {},
    problem: unprepared(prepares, { method, path }, why),
  });
  if (answer.error) return none(answer.error.message);
  if (!status.includes(answer.status)) return none(unexpected(answer).text);
  const read = readJson(answer.body);
  if (read.problem !== undefined) return none(read.problem);
  const found = Object.entries(takes?.(read.value) ?? {}).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return { values: Object.fromEntries(found) };
}

const unprepared = (culprit: string, { method, path }: Pick<Case, 'method' | 'path'>, why: string): Failure => ({
  code: 'no-data',
  message: `could not prepare: see ${culprit} (${method} ${path}: ${why})`,
});

/** Why there is no page to read; undefined if there is one, or if the site was not asked (judgeAnswer reports that). */
function notThere({ status }: Case, answer: Answer | NoAnswer): string | undefined {
  if (answer.error) return UNJUDGED.has(answer.error.code) ? undefined : answer.error.message;
  if (status.includes(answer.status)) return undefined;
  const { code, text } = unexpected(answer);
  return UNJUDGED.has(code) ? undefined : text;
}

function outcomeOf(failures: readonly Failure[], warnings: readonly Failure[]): CheckRecord['outcome'] {
  if (failures.some(({ code }) => code === 'tool')) return 'broken';
  if (failures.length > 0) return failures.every(({ code }) => UNJUDGED.has(code)) ? 'inconclusive' : 'fail';
  return warnings.length > 0 ? 'warn' : 'pass';
}

const WORD = /\{\w+\}/;
function fill(template: string, values: ReadonlyMap<string, string>): { path: string; missing: string | undefined } {
  let missing: string | undefined;
  const path = template.replace(/\{(\w+)\}/g, (_, word: string) => {
    const value = values.get(word);
    if (value === undefined) missing ??= word;
    return value ?? '';
  });
  return { path, missing };
}

const requestOf = ({ method, path, headers, body }: Case, target: URL, signal: AbortSignal | undefined): Request => ({
  method,
  url: new URL(path, target),
  ...(headers ? { headers } : {}),
  ...(body === undefined ? {} : { body }),
  ...(signal ? { signal } : {}),
});
