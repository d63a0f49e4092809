// A gate on a stand-in with one fault: its end, exactly the declared ids, and the evidence of what failed.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import path from 'node:path';
import { expectedIds } from '../../proof/proof-runs.ts';
import { reactionTo } from '../../proof/reactions.ts';
import { startStandIn } from '../../stand-in/server.ts';
import type { Workplace } from './process.ts';

const PICTURE = 'test-failed-N.png';
/** What a failing journey leaves of every page, beside what Playwright adds; a passing one leaves nothing. */
const EVIDENCE = new Set(['aria-N.yml', 'failed-requests.txt', 'page-N.html', PICTURE, 'trace.zip']);
/** The evidence that is there and has something in it, by kind. */
const kindsOf = (place: Workplace, evidence: readonly string[]): string[] => {
  const there = evidence.filter((file) => statSync(path.join(place.latest, file)).size > 0);
  return there.map((file) => path.basename(file).replace(/-\d+\./, '-N.'));
};

/** Runs the gate's `stages` (comma-separated) on a site with the fault `id`. */
export async function gateProves(place: Workplace, id: string, stages: string): Promise<void> {
  const faulty = await startStandIn({ faults: [id] });
  const end = await place.run('gate', ['--target', faulty.url, '--profile', 'quick', '--only', stages], {
    SYNTHETIC_EMAIL: faulty.account.email,
    SYNTHETIC_PASSWORD: faulty.account.password,
  });
  await faulty.close();
  const verdict = place.verdict();
  const declared = reactionTo(id).noticedBy;
  assert.deepEqual(place.failing(), expectedIds(declared, verdict), end.stdout);
  assert.ok(place.failing().length > 0);
  assert.equal(end.code, 1, end.stdout);
  assert.equal(verdict.verdict, 'breach');
  if (stages !== 'journeys') return;
  const journeys = verdict.checks.filter(({ stage }) => stage === 'journeys').flatMap(({ variants }) => variants);
  for (const { outcome, evidence } of journeys) if (outcome === 'pass') assert.deepEqual(evidence, []);
  // A check that could not sign in has opened no page.
  const pictured = journeys.map(({ evidence }) => kindsOf(place, evidence)).filter((kinds) => kinds.includes(PICTURE));
  assert.ok(pictured.length > 0);
  for (const kinds of pictured) assert.deepEqual(EVIDENCE.difference(new Set(kinds)), new Set());
}
