// The bank: recorded Lighthouse runs (bank.tsv), from which the statistics of verdicts are made without hours of Chrome.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MachineLook } from '../../checks/audits/idle-machine.ts';

export const BANK = path.join(import.meta.dirname, 'bank.tsv');

/** What was recorded: the home page on a phone, as it is or made worse by a fault; alone, or beside one busy process. */
export const SCENARIOS = {
  unchanged: { faults: [], hog: false },
  'unchanged-hog': { faults: [], hog: true },
  /** LCP about 0.5 s over its budget. */
  'worse-lcp': { faults: ['hero-late-image'], hog: false },
  /** TBT about 0.3 s over its budget. */
  'worse-tbt': { faults: ['busy-script'], hog: false },
} as const satisfies Record<string, { faults: readonly string[]; hog: boolean }>;
export type Scenario = keyof typeof SCENARIOS;
export const isScenario = (name: string): name is Scenario => Object.hasOwn(SCENARIOS, name);

export const FIGURES = ['lcp', 'fcp', 'cls', 'tbt', 'speed-index', 'ttfb', 'lighthouse-performance'] as const;
export type BankRun = { scenario: Scenario; figures: Record<string, number>; machine: MachineLook };

/** Column names, in order. Rates in loops a millisecond, shares 0..1; `others` is empty where nobody could tell. */
export const COLUMNS = [
  'scenario',
  ...FIGURES,
  'benchmark-index',
  'spin-rate-before',
  'spin-share-before',
  'spin-rate-after',
  'spin-share-after',
  'others',
] as const;

const short = (value: number | undefined): string => (value === undefined ? '' : String(Number(value.toPrecision(5))));

export const rowOf = ({ scenario, figures, machine }: BankRun): string =>
  [
    scenario,
    ...FIGURES.map((id) => short(figures[id])),
    short(machine.benchmarkIndex),
    ...[machine.before, machine.after].flatMap(({ rate, share }) => [short(rate), short(share)]),
    short(machine.others),
  ].join('\t');

/** Throws on a row that is none: a damaged bank proves nothing. */
export function readBank(text = readFileSync(BANK, 'utf8')): BankRun[] {
  const [head, ...lines] = text.trimEnd().split('\n');
  if (head !== COLUMNS.join('\t')) throw new Error('the bank has other columns than this version reads');
  return lines.map((line, i) => {
    const cells = line.split('\t');
    const [scenario = ''] = cells;
    const at = (name: (typeof COLUMNS)[number]): number => {
      const value = Number(cells[COLUMNS.indexOf(name)] || Number.NaN);
      if (!Number.isFinite(value)) throw new Error(`line ${i + 2} of the bank has no ${name}`);
      return value;
    };
    if (!isScenario(scenario)) throw new Error(`line ${i + 2} of the bank: no scenario "${scenario}"`);
    return {
      scenario,
      figures: Object.fromEntries(FIGURES.map((id) => [id, at(id)])),
      machine: {
        benchmarkIndex: at('benchmark-index'),
        before: { rate: at('spin-rate-before'), share: at('spin-share-before') },
        after: { rate: at('spin-rate-after'), share: at('spin-share-after') },
        others: cells[COLUMNS.indexOf('others')] === '' ? undefined : at('others'),
      },
    };
  });
}
