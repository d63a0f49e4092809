// Libraries on the page with a published weakness. Lighthouse names libraries and versions; the list of weaknesses is Retire.js's
// (known-weaknesses.generated.json). A dependency scan of the site's own repository stays the main guard.
import { readFileSync } from 'node:fs';
import semver from 'semver';
import type { Weakness, WeaknessList } from './weakness-list.ts';

const LIST = JSON.parse(
  readFileSync(new URL('./known-weaknesses.generated.json', import.meta.url), 'utf8'),
) as WeaknessList;

export type Library = { npm?: string; version?: string };

/** `1.9.9`, `3.5`, `15.3.4-canary.9`: as a full version; undefined where there is none in the text. */
const full = (version: string): semver.SemVer | null =>
  semver.parse(version, { loose: true }) ?? semver.coerce(version);

function isWeak(version: semver.SemVer, { from, fixed }: Weakness): boolean {
  const [low, high] = [full(from), fixed === undefined ? null : full(fixed)];
  return (low === null || semver.gte(version, low)) && (high === null || semver.lt(version, high));
}

/** `next 15.3.4 (high: CVE-2025-55182 and 3 more; fixed in 15.3.8)` for each weak library. One without a version cannot be judged. */
export const weaknesses = (libraries: readonly Library[]): string[] =>
  libraries.flatMap(({ npm, version }) => {
    const known = npm === undefined || version === undefined ? null : full(version);
    if (npm === undefined || known === null) return [];
    const weak = (LIST[npm] ?? []).filter((weakness) => isWeak(known, weakness));
    const [worst] = weak;
    if (worst === undefined) return [];
    const fixes = weak.flatMap(({ fixed }) => (fixed === undefined ? [] : [full(fixed)])).filter((one) => one !== null);
    const mended =
      weak.length === fixes.length
        ? `fixed in ${fixes.toSorted(semver.rcompare)[0]?.version ?? ''}`
        : 'no release fixes all';
    const more = weak.length > 1 ? ` and ${weak.length - 1} more` : '';
    return [`${npm} ${version ?? ''} (${worst.severity}: ${worst.advisory}${more}; ${mended})`];
  });
