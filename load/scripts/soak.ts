// Do response times stay stable for a long time, or does the site become slower? Trending and search at a steady
// rate; the adapter compares the first quarter of the run with the last (load/windows.ts).
import { asking } from './counted-requests.ts';
import { steadyOptions } from './script-thresholds.ts';

export { handleSummary } from './script-settings.ts';

export const options = steadyOptions('soak');
const ask = asking('soak');

export const trending = (): Promise<void> => ask('trending');
export const search = (): Promise<void> => ask('search');
