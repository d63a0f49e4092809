// Each contract as a Playwright test for an engineer at a terminal, with the same cases, client and judging as in the gate.
import { test } from '@playwright/test';
import { CONTRACTS } from '../../contracts/contract-list.ts';
import { firstPartyHeaders } from '../../common/first-party-headers.ts';
import { endAs } from '../reporter/outcome-of-stage-check.ts';
import { withFirstPartyHeaders } from './first-party-send.ts';
import { runContract } from './run-contract.ts';

for (const contract of CONTRACTS) {
  const details = {
    tag: ['@contract', '@gate', '@desktop-only', `@${contract.id}`],
    annotation: { type: 'check', description: contract.id },
  };

  test(contract.title, details, async ({ baseURL }) => {
    // Longer than the deadlines of its requests together: a request that hangs is reported by its own deadline.
    test.setTimeout(90_000);
    const target = new URL(baseURL ?? 'about:blank');
    const send = withFirstPartyHeaders(target, firstPartyHeaders(process.env));
    endAs(await runContract(contract, target, () => new Date(), undefined, send));
  });
}
