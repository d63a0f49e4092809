// What differs between a run of the embedded engine and what the real k6 2.2 did with the same script (recorded).
import { isDeepStrictEqual } from 'node:util';
import type { SummaryData, SummaryMetric } from '../../../load/engine/summary.ts';
import type { Probe } from './conformance.ts';

const TIMES =
  /^(http_req_(blocked|connecting|tls_handshaking|sending|waiting|receiving|duration)|iteration_duration|group_duration|data_|vus)/;

function shown({ type, contains, values, thresholds }: SummaryMetric): string {
  const value = { counter: `c${values['count']}`, rate: `r${values['passes']}/${values['fails']}`, gauge: `g${values['value']}`, trend: contains === 'time' ? 'tt' : 't' }[type]; // prettier-ignore
  const held = Object.entries(thresholds ?? {})
    .map(([text, { ok }]) => `${text}:${ok}`)
    .sort();
  return [value, ...(held.length > 0 ? [held.join()] : [])].join(' ');
}
const sorted = (text: string): string => {
  const [value = '', ...held] = text.split(' ');
  return held.length === 0
    ? value
    : `${value} ${held
        .join(' ')
        .split(/,(?=[^,]*:(?:true|false)(?:,|$))/)
        .sort()
        .join()}`;
};

type Group = SummaryData['root_group'];
const checksOf = ({ path, checks, groups }: Group): string[] => [
  ...checks.map(({ name, passes, fails }) => `${path.replaceAll('::', '/')}/${name}=${passes}:${fails}`),
  ...groups.flatMap(checksOf),
];

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
/** A count of what a run does in a given time: a machine that others use does a little less. */
const near = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(2, 0.2 * Math.abs(b));
/** Times that a script has rounded to 100 ms: one step apart is no difference. */
const TIMED = ['timeouts.async', 'timeouts'];
const rounded = (value: unknown): unknown =>
  Array.isArray(value) ? value.map((part) => (typeof part === 'number' && part > 0 && part < 1_000 && part % 100 === 0 ? 'about' : part)) : value; // prettier-ignore

/** The first thing that differs; undefined where all is as k6 did it. */
export function difference(
  { id, k6 }: Probe,
  exit: number | null,
  printed: string[],
  summary: SummaryData | undefined,
): string | undefined {
  if (exit !== k6.exit) return `exit ${exit}, k6 ${k6.exit}`;
  const read = /^(dur|min) |^[a-z_]+\.[a-z]+=/;
  const wanted = (k6.printed ?? []).filter((line) => !read.test(line));
  const [a, b] = [printed, wanted].map((lines) =>
    (k6.anyOrder ? lines.toSorted() : lines).map(parsed).map((line) => (TIMED.includes(id) ? rounded(line) : line)),
  ) as [unknown[], unknown[]];
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find(
    (i) => !isDeepStrictEqual(a[i], b[i]),
  );
  if (at !== undefined) return `printed ${JSON.stringify(a[at])}, k6 ${JSON.stringify(b[at])}`;
  for (const line of summary ? (k6.printed ?? []).filter((text) => read.test(text)) : []) {
    const [, metric = '', key = '', value] = /^([a-z_]+)\.([a-z]+)=(.*)$/.exec(line) ?? [];
    const seconds = /^dur ([\d.]+)$/.exec(line)?.[1];
    const own =
      seconds === undefined ? summary?.metrics[metric]?.values[key] : (summary?.state.testRunDurationMs ?? 0) / 1_000;
    const k6s = seconds ?? value;
    if (k6s === undefined) continue;
    const same = own === undefined || k6s === 'undefined' ? own === undefined && k6s === 'undefined' : seconds === undefined ? near(own, Number(k6s)) : Math.abs(own - Number(k6s)) <= 0.3; // prettier-ignore
    if (!same) return `${line}, here ${own}`;
  }
  if (k6.metrics === undefined || Object.keys(k6.metrics).length === 0) return undefined;
  if (!summary) return 'no summary';
  const checks = checksOf(summary.root_group).toSorted();
  if (!isDeepStrictEqual(checks, (k6.checks ?? []).toSorted()))
    return `checks ${checks.join()}, k6 ${(k6.checks ?? []).join()}`;
  for (const name of new Set([...Object.keys(k6.metrics), ...Object.keys(summary.metrics)])) {
    const [own, theirs] = [summary.metrics[name], k6.metrics[name]];
    if (theirs === undefined && TIMES.test(name)) continue;
    const [x, y] = [own ? sorted(shown(own)) : 'none', theirs === undefined ? 'none' : sorted(theirs)];
    if (x === y) continue;
    const [cx, cy] = [x, y].map((text) => /^c(\d+)|^r\d+\/(\d+)/.exec(text)?.slice(1).find(Boolean)) as [
      string?,
      string?,
    ];
    // Counts of a run that lasts some time: within 10 %, as the recording's README says.
    if (cx !== undefined && cy !== undefined && Number(cy) >= 6 && near(Number(cx), Number(cy))) continue;
    return `${name} ${x}, k6 ${y}`;
  }
  return undefined;
}
