// Runs contracts: each case once, in its order. The same function serves the gate and the Playwright tests.
import type { Contract } from '../../contracts/contract.ts';
import type { CheckRecord, Failure } from '../../reports/result.ts';
import { probe, type Answer } from './client.ts';
import { judgeAnswer } from './judge.ts';

export type ContractOutcome = { outcome: CheckRecord['outcome']; failures: Failure[]; answers: Map<string, Answer> };

/** `answers` holds the answers by path, for figures that are read from them. */
export async function runContract(
  contract: Contract,
  target: URL,
  now: () => Date,
  signal?: AbortSignal,
): Promise<ContractOutcome> {
  const failures: Failure[] = [];
  const warnings: Failure[] = [];
  const answers = new Map<string, Answer>();
  for (const expected of contract.cases) {
    const answer = await probe({
      method: expected.method,
      url: new URL(expected.path, target),
      ...(expected.headers ? { headers: expected.headers } : {}),
      ...(expected.body === undefined ? {} : { body: expected.body }),
      ...(signal ? { signal } : {}),
    });
    if (!answer.error) answers.set(expected.path, answer);
    const judged = judgeAnswer(expected, answer, now());
    if (judged.absent && contract.mayBeAbsent) {
      warnings.push({
        code: 'runbook-mismatch',
        message: `${expected.method} ${expected.path} is absent; the runbook names it (${contract.runbook})`,
      });
    } else failures.push(...judged.failures);
    warnings.push(...judged.warnings);
  }
  return {
    outcome: failures.length > 0 ? 'fail' : warnings.length > 0 ? 'warn' : 'pass',
    failures: [...failures, ...warnings],
    answers,
  };
}
