// Does the site answer trending and search within the runbook's 2 s while visitors arrive at a steady rate?
// A k6 script: `k6 run -e TARGET_URL=... load/scripts/latency.ts`, or the embedded engine with the same arguments.
// One scenario per endpoint, each with its own VUs, so that a slow endpoint does not take VUs from the other.
import { asking } from './counted-requests.ts';
import { steadyOptions } from './script-thresholds.ts';

export { handleSummary } from './script-settings.ts';

export const options = steadyOptions('latency');
const ask = asking('latency');

export const trending = (): Promise<void> => ask('trending');
export const search = (): Promise<void> => ask('search');
