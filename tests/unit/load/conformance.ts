// Runs small scripts on the embedded engine and holds what it did against what the real k6 2.2 did with each (recorded).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { generate } from 'selfsigned';
import type { SummaryData, SummaryMetric } from '../../../load/engine/summary.ts';

export type Probe = {
  id: string;
  source: string;
  file?: string;
  files?: Record<string, string>;
  flags?: string[];
  env?: Record<string, string>;
  k6: {
    exit: number;
    /** Lines after `OUT `, in order unless `anyOrder`; `dur 2.0` and `metric.value=3` were read off the summary. */
    printed?: string[];
    anyOrder?: boolean;
    checks?: string[];
    metrics?: Record<string, string>;
  };
};
export type Verdict = { id: string; kind: 'exact' | 'refused' | 'deviating'; why: string };

const MAIN = fileURLToPath(new URL('../../../load/engine/main.ts', import.meta.url));
const FOLDER = new URL('../../fixtures/load/conformance/', import.meta.url);

/** The common first lines of the scripts stand once in a file of their own. */
export function probesOf(name: string): Probe[] {
  const heads = JSON.parse(readFileSync(new URL('heads.json', FOLDER), 'utf8')) as Record<string, string>;
  const lines = readFileSync(new URL(name, FOLDER), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const probe = JSON.parse(line) as Probe;
    return { ...probe, source: probe.source.replace(/^@(\w+)\n/, (_all, head: string) => `${heads[head] ?? ''}\n`) };
  });
}

/** The server that the scripts talk to, on the ports that they name, with a certificate of its own. @returns what ends it. */
export async function startServer(): Promise<() => void> {
  const dir = mkdtempSync(join(tmpdir(), 'k6-probe-server-'));
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'rsa' });
  writeFileSync(join(dir, 'key.pem'), key);
  writeFileSync(join(dir, 'cert.pem'), cert);
  const child = spawn(process.execPath, [fileURLToPath(new URL('server.mjs', FOLDER))], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = (): void => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', stop);
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the probes' server ended with ${code}: are its ports in use?`)));
  });
  return stop;
}

const SHOWN = 'export function handleSummary(d) { return { [__ENV.SUMF]: JSON.stringify(d) } }';
const LIMIT_MS = 40_000;
const TIMES =
  /^(http_req_(blocked|connecting|tls_handshaking|sending|waiting|receiving|duration)|iteration_duration|group_duration|data_|vus)/;

async function run(dir: string, probe: Probe): Promise<{ exit: number | null; log: string; ms: number }> {
  const script = join(dir, probe.file ?? 's.js');
  mkdirSync(dirname(script), { recursive: true });
  writeFileSync(script, probe.source.includes('handleSummary') ? probe.source : `${probe.source}\n${SHOWN}`);
  for (const [name, text] of Object.entries(probe.files ?? {})) writeFileSync(join(dir, name), text);
  const started = performance.now();
  const flags = ['--experimental-vm-modules', '--no-warnings', MAIN, 'run', script, ...(probe.flags ?? [])];
  const child = spawn(process.execPath, flags, {
    cwd: dir,
    env: { ...process.env, ...probe.env, SUMF: join(dir, 'summary.json') },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (log += text.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const exit = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return { exit, log, ms: performance.now() - started };
}

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

/** What differs, the first of it; undefined where all is as k6 did it. */
function difference(
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

export async function judge(probe: Probe): Promise<Verdict> {
  const dir = mkdtempSync(join(tmpdir(), 'k6-probe-'));
  try {
    const { exit, log } = await run(dir, probe);
    const refusal = log.split('\n').find((line) => /the embedded engine has no /.test(line));
    if (exit === 104 && refusal !== undefined) return { id: probe.id, kind: 'refused', why: refusal.replaceAll(dir, '') }; // prettier-ignore
    const printed = log.split('\n').flatMap((line) => /^(?:\w+: )?OUT (.*)$/.exec(line)?.[1] ?? []);
    const file = join(dir, 'summary.json');
    const summary = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SummaryData) : undefined;
    const why = difference(probe, exit, printed, summary);
    return { id: probe.id, kind: why === undefined ? 'exact' : 'deviating', why: why === undefined ? '' : `${why}\n    ${log.trim().split('\n').slice(-3).join('\n    ').slice(0, 500)}` }; // prettier-ignore
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
