// Execution segments: which of the test's VUs and iterations are this instance's, as k6 stripes them (`--execution-segment`).
import { invalidConfig } from './codes.ts';

type Fraction = { n: number; d: number };
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** `1/3`, `0.25` or `25%`. */
function fraction(text: string): Fraction {
  const [, digits = '', decimals = '', divisor = '1', percent] = /^(\d+)(?:\.(\d+))?(?:\/(\d+))?(%)?$/.exec(text) ?? [];
  if (digits === '') throw invalidConfig(`'${text}' is not a valid percentage, decimal, fraction or interval value`);
  const [n, d] = [Number(digits + decimals), 10 ** decimals.length * Number(divisor) * (percent ? 100 : 1)];
  return { n: n / gcd(n, d), d: d / gcd(n, d) };
}

export class Segment {
  /** The places of `#period` that are this instance's, in order. */
  readonly #mine: readonly number[];
  readonly #period: number;

  /** @throws EngineError 104 */
  constructor(segment = '', sequence = '') {
    const [from = '0', to = '1'] = segment === '' ? [] : segment.includes(':') ? segment.split(':') : ['0', segment];
    const borders = (sequence || `0,${from},${to},1`).split(',').map(fraction);
    const period = borders.reduce((lcd, { d }) => (lcd * d) / gcd(lcd, d), 1);
    const place = ({ n, d }: Fraction): number => (n * period) / d;
    const places = [...new Set(borders.map(place))];
    const index = places.indexOf(place(fraction(from)));
    const isAscending = places.every((one, i) => i === 0 || one > (places[i - 1] ?? 0)) && places.at(-1) === period;
    if (index < 0 || !isAscending || places[index + 1] !== place(fraction(to)))
      throw invalidConfig(`execution segment "${segment}" is not in the sequence "${sequence}", or not from 0 to 1`);
    const parts = places.slice(1).map((end, i) => ({ index: i, size: end - (places[i] ?? 0), chosen: 0 }));
    const largestFirst = parts.toSorted((a, b) => b.size - a.size);
    const owners = Array.from({ length: period }, (_, at) => {
      const owner = largestFirst.find(({ size, chosen }) => chosen * period <= at * size);
      if (owner) owner.chosen++;
      return owner?.index;
    });
    this.#period = period;
    this.#mine = owners.flatMap((owner, at) => (owner === index ? [at] : []));
  }

  /** How many of that many are this instance's. */
  scale(total: number): number {
    const rest = total % this.#period;
    return Math.floor(total / this.#period) * this.#mine.length + this.#mine.filter((place) => place < rest).length;
  }

  /** The test's number of this instance's own one, both from 0. */
  inTest(own: number): number {
    const { length } = this.#mine;
    return Math.floor(own / length) * this.#period + (this.#mine[own % length] ?? 0);
  }
}
