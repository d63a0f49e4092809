// How long the browser checks wait in a run of the proof. The checks are the same; only their deadline is shorter than on a real site.
import { PATIENCE, PROOF_PATIENCE_MS } from '../judging.ts';

/** Faults that only delay an answer, a picture or a reaction, by up to 5 s: with a shorter deadline they would turn red what just waits. */
export const DELAYING_FAULTS: readonly string[] = [
  'external-hanging',
  'trending-slow',
  'search-slow',
  'searches-slow',
  'pages-slow',
  'every-page-slow',
  'hero-slow-image',
  'hero-late-image',
  'blocking-script',
  'busy-script',
  'heavy-script',
  'slow-clicks',
  'layout-shift-late',
];

/** The value of EXPECT_TIMEOUT_MS. A healthy site and a preset get a real site's: one has no red checks, the other is slow as well. */
export function proofPatienceMs(faults: readonly string[], markup: keyof typeof PROOF_PATIENCE_MS = 'plain'): number {
  const [fault, ...more] = faults;
  if (fault === undefined || more.length > 0 || DELAYING_FAULTS.includes(fault)) return PATIENCE.ms;
  return PROOF_PATIENCE_MS[markup];
}
