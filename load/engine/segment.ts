// Execution segments: which of the test's VUs and iterations are this instance's, as k6 stripes them (`--execution-segment`).
import { invalidConfig } from './codes.ts';

type Fraction = { n: number; d: number };

function fraction(text: string): Fraction {
  const [, a, b = '1', percent] = /^(\d+(?:\.\d+)?)(?:\/(\d+))?(%)?$/.exec(text) ?? [];
  if (a === undefined) throw invalidConfig(`'${text}' is not a valid percentage, decimal, fraction or interval value`);
  const scale = 10 ** (a.split('.')[1]?.length ?? 0);
  return reduced({ n: Math.round(Number(a) * scale), d: scale * Number(b) * (percent === undefined ? 1 : 100) });
}
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const reduced = ({ n, d }: Fraction): Fraction => ({ n: n / gcd(n, d), d: d / gcd(n, d) });
const less = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;
const ZERO: Fraction = { n: 0, d: 1 };
const ONE: Fraction = { n: 1, d: 1 };

export class Segment {
  /** The places of `#period` that are ours, in order. */
  readonly #mine: readonly number[];
  readonly #period: number;

  /** @throws EngineError 104 */
  constructor(segment: string, sequence: string) {
    const [left = '', right] = segment.split(':');
    const from = right === undefined ? ZERO : fraction(left);
    const to = segment === '' ? ONE : fraction(right ?? left);
    if (!less(from, to) || less(ONE, to))
      throw invalidConfig(`execution segment "${segment}": its start must be below its end, both from 0 to 1`);
    const borders = sequence === '' ? [ZERO, from, to, ONE] : sequence.split(',').map(fraction);
    const distinct = borders.filter((border, i) => i === 0 || less(borders[i - 1] as Fraction, border));
    const at = distinct.findIndex(({ n, d }) => n * from.d === from.n * d);
    const end = distinct[at + 1];
    if (at < 0 || !end || less(end, to) || less(to, end))
      throw invalidConfig(`execution segment "${segment}" is not in the sequence "${sequence}"`);
    this.#period = distinct.reduce((lcd, { d }) => (lcd * d) / gcd(lcd, d), 1);
    const parts = distinct.slice(1).map((border, i) => {
      const before = distinct[i] as Fraction;
      return { index: i, size: (border.n * this.#period) / border.d - (before.n * this.#period) / before.d, chosen: 0 };
    });
    const largest = parts.toSorted((a, b) => b.size - a.size);
    const mine: number[] = [];
    for (let place = 0; place < this.#period; place++) {
      const owner = largest.find(({ size, chosen }) => chosen * this.#period <= place * size);
      if (!owner) continue;
      owner.chosen++;
      if (owner.index === at) mine.push(place);
    }
    this.#mine = mine;
  }

  /** How many of that many are ours. */
  scale(total: number): number {
    const rest = total % this.#period;
    return Math.floor(total / this.#period) * this.#mine.length + this.#mine.filter((place) => place < rest).length;
  }

  /** The test's number of our own one, both from 0. */
  inTest(own: number): number {
    const { length } = this.#mine;
    return Math.floor(own / length) * this.#period + (this.#mine[own % length] ?? 0);
  }
}
