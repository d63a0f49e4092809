// Each security check as a Playwright test, for manual runs (ALL_CHECKS=1), with the same requests and rules as in the gate.
import { expect, test } from '@playwright/test';
import { firstPartyHeaders } from '../../common/first-party-headers.ts';
import { withFirstPartyHeaders } from '../api/first-party-send.ts';
import { sideBySide } from '../api/side-by-side.ts';
import type { CheckRecord } from '../../reports/result.ts';
import { endAs } from '../reporter/outcome-of-stage-check.ts';
import { SECURITY_CHECKS } from './security-checks.generated.ts';
import { runSecurity } from './security-stage.ts';

const account = (): { account: { email: string; password: string } } | Record<string, never> => {
  const { SYNTHETIC_EMAIL: email, SYNTHETIC_PASSWORD: password } = process.env;
  return email && password ? { account: { email, password } } : {};
};

/** Longer than the sum of the deadlines of a check's sequential requests. */
const STOP_AFTER_MS = 45_000;

for (const check of SECURITY_CHECKS.filter(({ onDemand }) => onDemand !== true)) {
  const details = {
    tag: ['@contract', '@security', '@desktop-only', `@${check.id}`],
    annotation: { type: 'check', description: check.id },
  };

  test(check.title, details, async ({ baseURL }) => {
    test.setTimeout(2 * STOP_AFTER_MS);
    const records: CheckRecord[] = [];
    const target = new URL(baseURL ?? 'about:blank');
    await runSecurity({
      target,
      send: sideBySide(withFirstPartyHeaders(target, firstPartyHeaders(process.env))),
      sink: (record) => void (record.kind === 'check' && records.push(record)),
      only: new Set([check.id]),
      rounds: 0,
      ...account(),
      signal: AbortSignal.timeout(STOP_AFTER_MS),
      now: () => new Date(),
    });
    expect(records).toHaveLength(1);
    endAs(records[0] as CheckRecord);
  });
}
