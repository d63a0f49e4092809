// A check that the gate runs in a stage of its own, as a Playwright test: its outcome becomes the test's.
import { test } from '@playwright/test';
import type { CheckRecord } from '../../reports/result.ts';
import { WARNING } from './test-facts.ts';

/** Throws where the check failed, a finding a line with its code; skips where it could not be judged; notes a warning. */
export function endAs({ outcome, failures }: Pick<CheckRecord, 'outcome' | 'failures'>): void {
  const lines = failures.map(({ code, message }) => `${code}: ${message}`);
  if (outcome === 'warn') test.info().annotations.push(...lines.map((description) => ({ type: WARNING, description })));
  test.skip(outcome === 'inconclusive' || outcome === 'skipped', lines.join('\n'));
  if (outcome !== 'pass' && outcome !== 'warn') throw new Error(lines.join('\n') || `it ended as ${outcome}`);
}
