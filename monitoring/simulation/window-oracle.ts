// Compares the real rules with a simple brute-force implementation on random windows of samples.
import { seededRandom } from '../../common/seeded-random.ts';
import { DOWN, FAST, PROOF } from '../../judging.ts';
import { judgeDown } from '../alerts/rules/application-down.ts';
import { judgeNow } from '../alerts/rules/failing-now.ts';
import { judgeShare } from '../alerts/rules/failure-share.ts';
import { unavailable } from '../alerts/rules/availability.ts';
import { shortWindow } from '../alerts/short-windows.ts';
import { SAMPLE_CLASSES, type Sample, type SampleClass } from '../sample.ts';

const NOW = Date.UTC(2028, 1, 29, 23, 59, 59);
const WINDOW_MS = 300_000;
const ALLOWED = 0.005;
const ABOUT = new Set(['valid', 'server-error', 'wrong-status', 'invalid', 'timeout', 'network']);

/** Probability of `k` or more failures in `n`, summed term by term in logarithms: exact and slow. */
function naiveTail(k: number, n: number, p: number): number {
  let log = n * Math.log1p(-p);
  let below = 0;
  let above = 0;
  for (let i = 0; i <= n; i += 1) {
    if (i < k) below += Math.exp(log);
    else above += Math.exp(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(p / (1 - p));
  }
  return below < 0.5 ? (1 - below > 0.5 ? 1 - below : above) : above;
}
const tails = new Map<string, number>();
function tail(k: number, n: number, p: number): number {
  const key = `${k}/${n}/${p}`;
  let known = tails.get(key);
  if (known === undefined) tails.set(key, (known = naiveTail(k, n, p)));
  return known;
}

type Plain = { share: string; now: string; down: string };

/** The rules, written again as simply as possible, from the samples only. */
function plainly(samples: readonly Sample[]): Plain {
  const about = samples.filter((s) => ABOUT.has(s.class) && s.at <= NOW);
  const inside = (ms: number): Sample[] => about.filter((s) => s.at > NOW - ms);
  const bad = (of: readonly Sample[]): Sample[] => of.filter((s) => s.class !== 'valid');
  const five = inside(WINDOW_MS);
  const failed = bad(five);
  let watched = 0;
  for (let s = Math.floor((NOW - WINDOW_MS) / 30_000) * 30_000; s < NOW; s += 30_000)
    if (five.some(({ at }) => at > s && at <= s + 30_000))
      watched += Math.min(NOW, s + 30_000) - Math.max(NOW - WINDOW_MS, s);
  const slots = new Set(failed.map(({ at }) => Math.ceil(at / 15_000))).size;
  const isProved = (k: number, n: number): boolean =>
    k > 0 &&
    k / n > ALLOWED &&
    tail(k, n, ALLOWED) < 0.05 &&
    k / n > PROOF.promised &&
    tail(k, n, PROOF.promised) < PROOF.chance;
  const [k, n] = [failed.length, five.length];
  const share =
    n === 0 || watched / WINDOW_MS < 0.8
      ? 'unknown'
      : slots >= 3 && isProved(k, n)
        ? 'firing'
        : k / n > ALLOWED
          ? 'suspected'
          : 'ok';
  const minute = inside(FAST.windowMs);
  const late = bad(minute);
  const isNow =
    late.some(({ at }) => at > NOW - 15_000) &&
    late.some(({ at }) => at <= NOW - 15_000) &&
    late.length / minute.length > PROOF.promised &&
    tail(late.length, minute.length, PROOF.promised) < PROOF.chance;
  const now = late.length === 0 ? (minute.length < 10 ? 'unknown' : 'ok') : isNow ? 'firing' : 'suspected';
  return { share, now, down: plainDown(inside(DOWN.freshMs)) };
}

function plainDown(fresh: readonly Sample[]): string {
  if (new Set(fresh.map((s) => s.endpoint)).size < 2) return 'unknown';
  const lastValid = fresh.findLastIndex((s) => s.class === 'valid');
  const row = fresh.slice(lastValid + 1);
  const first = row[0];
  const last = row.at(-1);
  if (first === undefined || last === undefined) return 'ok';
  const names = [...new Set(row.map((s) => s.endpoint))];
  const proving = names.filter((name) => row.filter((s) => s.endpoint === name).length >= 3).length;
  const isMixed = fresh.slice(0, lastValid + 1).some((s) => s.class !== 'valid' && s.at > first.at - 60_000);
  if (proving >= 2 && last.at - first.at >= (isMixed ? 30_000 : 3_000)) return 'firing';
  return names.length >= 2 ? 'suspected' : 'ok';
}

/** Random samples in order: few or many, failing seldom, often, or all at the end. */
function randomSamples(random: () => number): Sample[] {
  const n = Math.floor(random() ** 3 * 180);
  const spread = 20_000 + random() * 320_000;
  const rate = [0, 0.005, 0.03, 0.2, 0.9][Math.floor(random() * 5)] as number;
  const tailMs = random() < 0.3 ? random() * 60_000 : 0;
  const times = Array.from({ length: n }, () => NOW + 2_000 - Math.floor(random() * spread)).sort((a, b) => a - b);
  return times.map((at): Sample => {
    const isFailing = random() < rate || at > NOW - tailMs;
    const of: SampleClass = isFailing ? (SAMPLE_CLASSES[1 + Math.floor(random() * 10)] as SampleClass) : 'valid';
    return {
      at,
      endpoint: `GET /${Math.floor(random() * 3)}`,
      class: of,
      status: null,
      ttfbMs: null,
      code: null,
      message: null,
    };
  });
}

/** How many of `count` random windows the real code judges differently. */
export function oracleDisagreements(seed: number, count: number): number {
  const random = seededRandom(seed);
  let wrong = 0;
  for (let i = 0; i < count; i += 1) {
    const samples = randomSamples(random);
    const plain = plainly(samples);
    const window = shortWindow(samples, NOW - WINDOW_MS, NOW);
    const counts = unavailable(window.all);
    const ours: Plain = {
      share: judgeShare(counts, window.coverage, ALLOWED).state,
      now: judgeNow(shortWindow(samples, NOW - FAST.windowMs, NOW).all, NOW),
      down: judgeDown(samples, NOW).state,
    };
    if (ours.share !== plain.share || ours.now !== plain.now || ours.down !== plain.down) wrong += 1;
  }
  return wrong;
}
