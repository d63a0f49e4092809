// Libraries with a published weakness, as the page itself shows them. Lighthouse names libraries and versions, and since its
// version 10 no weaknesses. Kept by hand for what a page of this stack may load; a dependency scan of the site stays the main guard.

type Weakness = {
  /** npm name, as Lighthouse gives it. */
  npm: string;
  /** Versions `from <= v < fixed` are weak. */
  from: string;
  fixed: string;
  advisory: string;
};

const WEAKNESSES: readonly Weakness[] = [
  { npm: 'next', from: '15.0.0', fixed: '15.0.5', advisory: 'CVE-2025-55182' },
  { npm: 'next', from: '15.1.0', fixed: '15.1.9', advisory: 'CVE-2025-55182' },
  { npm: 'next', from: '15.2.0', fixed: '15.2.6', advisory: 'CVE-2025-55182' },
  { npm: 'next', from: '15.3.0', fixed: '15.3.6', advisory: 'CVE-2025-55182' },
  { npm: 'next', from: '15.4.0', fixed: '15.4.8', advisory: 'CVE-2025-55182' },
  { npm: 'next', from: '15.5.0', fixed: '15.5.7', advisory: 'CVE-2025-55182' },
  { npm: 'next', from: '16.0.0', fixed: '16.0.7', advisory: 'CVE-2025-55182' },
  { npm: 'next', from: '13.0.0', fixed: '13.5.9', advisory: 'CVE-2025-29927' },
  { npm: 'next', from: '14.0.0', fixed: '14.2.25', advisory: 'CVE-2025-29927' },
  { npm: 'jquery', from: '1.0.0', fixed: '3.5.0', advisory: 'CVE-2020-11023' },
  { npm: 'lodash', from: '0.0.0', fixed: '4.17.21', advisory: 'CVE-2021-23337' },
  { npm: 'moment', from: '0.0.0', fixed: '2.29.4', advisory: 'CVE-2022-31129' },
  { npm: 'handlebars', from: '0.0.0', fixed: '4.7.7', advisory: 'CVE-2021-23369' },
  { npm: 'bootstrap', from: '2.0.0', fixed: '3.4.1', advisory: 'CVE-2019-8331' },
  { npm: 'bootstrap', from: '4.0.0', fixed: '4.3.1', advisory: 'CVE-2019-8331' },
  { npm: 'angular', from: '0.0.0', fixed: '2.0.0', advisory: 'AngularJS is out of support since 2022' },
];

export type Library = { npm?: string; version?: string };

/** `next 15.3.4 (CVE-2025-55182, fixed in 15.3.6)` for each weak library; one without a version cannot be told. */
export const weaknesses = (libraries: readonly Library[]): string[] =>
  libraries.flatMap(({ npm, version }) => {
    if (npm === undefined || version === undefined) return [];
    const weak = WEAKNESSES.find(
      (w) => w.npm === npm && compareVersions(version, w.from) >= 0 && compareVersions(version, w.fixed) < 0,
    );
    return weak ? [`${npm} ${version} (${weak.advisory}, fixed in ${weak.fixed})`] : [];
  });

/** Negative, zero or positive. Numbers only; a pre-release counts as its release. */
export function compareVersions(a: string, b: string): number {
  const parts = (text: string): number[] => (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < 3; i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
