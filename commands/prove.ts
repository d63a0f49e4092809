// npm run prove: the fault matrix. Each fault on, the failing ids must equal the fault's declared list; with none on, none.
import './lib/run-command.ts'; // first, so that a crash of what follows is exit 3, too
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKS } from '../checks/index.ts';
import { KPIS, type Profile } from '../kpis.ts';
import { failingIds, verdictSchema, type Verdict } from '../reports/verdict/verdict-format.ts';
import { FAULTS, PRESETS } from '../stand-in/faults.ts';
import { R1_RED } from '../proof/r1-oracle.ts';
import { runNode } from './lib/child-process.ts';
import { RUN_MARK } from './lib/marked-processes.ts';
import { configOrExit, readConfig, USAGE_EXIT } from './lib/config.ts';
import { watchLifetime } from './lib/lifetime.ts';
import { openRunFolder, ROOT } from './lib/run-folder.ts';
import { everyJourney, expectedIds, runsToProve, warnedIds, type ProofRun } from '../proof/proof-runs.ts';

/** Of one `npm start`. */
const DEADLINE_MS: Record<Profile, number> = { quick: 300_000, gate: 600_000, nightly: 3_600_000 };
/** The preset with all flaws of R1, held against proof/r1-oracle.ts. */
const R1 = 'r1';
const config = configOrExit(
  readConfig(
    process.argv.slice(2),
    process.env,
    ['fault', 'profile', 'only'],
    [],
    CHECKS.map((check) => check.id),
  ),
  'prove',
);
const asked = config.flags.fault;
const profile = config.flags.profile ?? 'quick';
const unknown = (asked ?? []).filter((id) => !FAULTS.some((fault) => fault.id === id) && id !== 'none' && id !== R1);
if (unknown.length > 0) {
  console.error(`prove: no such fault: ${unknown.join(', ')}; \`npm run stand-in -- --list-faults\` lists them`);
  process.exit(USAGE_EXIT);
}
const folder = openRunFolder(new Date());
const lifetime = watchLifetime(() => folder.close());
const subjects = [
  { id: 'none', noticedBy: [] as readonly string[], warnedBy: [] as readonly string[] },
  ...FAULTS,
  { id: R1, noticedBy: R1_RED.map(({ id }) => id), warnedBy: [] as readonly string[] },
].filter((fault) => (asked ? asked.includes(fault.id) : fault.id !== R1));
const known = new Set([...CHECKS.map((check) => check.id), ...KPIS.map((kpi) => kpi.id as string)]);
type Row = {
  fault: string;
  stages: string[];
  expected: string[];
  found: string[];
  verdict: string;
  proved: boolean;
  note?: string;
};
const rows: Row[] = [];

for (const fault of subjects) {
  if (lifetime.signal.aborted) break;
  const declared = [...fault.noticedBy, ...fault.warnedBy];
  const strangers = declared.filter((id) => !known.has(id));
  if (fault.id !== 'none' && declared.length === 0) {
    rows.push({
      fault: fault.id,
      stages: [],
      expected: [],
      found: [],
      verdict: '',
      proved: false,
      note: 'gap: no check notices it yet',
    });
    console.log(`gap     ${fault.id}: no check notices it yet`);
    continue;
  }
  const parts: Row[] = [];
  for (const { only, env, flags = [] } of runsOf(fault.id, declared)) {
    if (lifetime.signal.aborted) break;
    const args = ['commands/start.ts', '--profile', profile, '--only', only.join(','), ...flags];
    if (fault.id !== 'none') args.push('--fault', fault.id === R1 ? PRESETS.r1.join(',') : fault.id);
    let out = '';
    await runNode(args, {
      cwd: ROOT,
      env: { [RUN_MARK]: folder.runId, RESULTS_ROOT: folder.dir, ...env },
      onLine: (line) => (out += `${line}\n`),
      deadlineMs: DEADLINE_MS[profile],
      signal: lifetime.signal,
    });
    parts.push(readRow(fault, only, out, strangers));
  }
  const row = joined(fault.id, parts);
  rows.push(row);
  console.log(
    `${row.proved ? 'proved ' : 'DIFFERS'} ${fault.id}${row.proved ? ` (${row.found.length} red)` : `\n  expected ${row.expected.join(' ')}\n  found    ${row.found.join(' ')}${row.note ? `\n  ${row.note}` : ''}`}`,
  );
}

function runsOf(fault: string, declared: readonly string[]): ProofRun[] {
  if (config.flags.only) return [{ only: config.flags.only, env: {} }];
  return fault === R1 ? everyJourney(CHECKS) : runsToProve(declared, CHECKS, profile);
}

function joined(fault: string, parts: readonly Row[]): Row {
  const notes = parts.flatMap(({ note }) => note ?? []);
  return {
    fault,
    stages: parts.flatMap(({ stages }) => stages),
    expected: parts.flatMap(({ expected }) => expected),
    found: parts.flatMap(({ found }) => found),
    verdict: parts.map(({ verdict }) => verdict).join(', '),
    proved: parts.length > 0 && parts.every(({ proved }) => proved),
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}

function readRow(
  fault: { id: string; noticedBy: readonly string[]; warnedBy: readonly string[] },
  stages: string[],
  out: string,
  strangers: string[],
): Row {
  try {
    const verdict = verdictSchema.parse(
      JSON.parse(readFileSync(path.join(folder.dir, 'latest', 'verdict.json'), 'utf8')),
    );
    const expected = expectedIds(fault.noticedBy, verdict);
    // R1's list is one of checks: its KPIs are judged on whatever pages a part of the journeys happens to pass.
    const found = failingIds(verdict)
      .filter((id) => fault.id !== R1 || CHECKS.some((check) => check.id === id))
      .sort();
    const warned = warnedIds(verdict);
    const expectedWarnings = expectedIds(fault.warnedBy, verdict);
    // A warning beside a breach is no news; without one it must be exactly what the fault declares.
    const warnings = fault.noticedBy.length > 0 || expectedWarnings.join() === warned.join();
    const noticed = fault.id === 'none' ? verdict.exitCode === 0 : found.length + expectedWarnings.length > 0;
    const silent = R1_RED.filter(({ id, says }) => fault.id === R1 && found.includes(id) && !tells(verdict, id, says));
    const proved =
      silent.length === 0 && strangers.length === 0 && expected.join() === found.join() && warnings && noticed;
    const notes = [
      ...silent.map(({ id, section, says }) => `${id} does not name the flaw of ${section}: ${says}`),
      ...(strangers.length > 0 ? [`unknown ids: ${strangers.join(', ')}`] : []),
      ...(warnings ? [] : [`warned: ${warned.join(' ')}; expected: ${expectedWarnings.join(' ')}`]),
      ...(noticed || fault.id !== 'none' ? [] : [`exit code ${verdict.exitCode}`]),
    ];
    return {
      fault: fault.id,
      stages,
      expected,
      found,
      verdict: verdict.verdict,
      proved,
      ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
    };
  } catch (error) {
    return {
      fault: fault.id,
      stages,
      expected: [...fault.noticedBy].sort(),
      found: [],
      verdict: '',
      proved: false,
      note: `${String(error).slice(0, 200)}; it said: ${out.slice(-400)}`,
    };
  }
}

function tells(verdict: Verdict, id: string, says: RegExp): boolean {
  const variants = verdict.checks.find((check) => check.id === id)?.variants ?? [];
  return variants.some(({ failures }) => failures.some(({ message }) => says.test(message)));
}

writeFileSync(path.join(folder.dir, 'proof.json'), `${JSON.stringify(rows, null, 2)}\n`);
const gaps = rows.filter((row) => row.note?.startsWith('gap')).length;
const wrong = rows.filter((row) => !row.proved).length - gaps;
console.log(
  `${rows.length - gaps - wrong} proved, ${wrong} differ, ${gaps} without a check; ${path.relative(process.cwd(), folder.dir)}/proof.json`,
);
process.exitCode = lifetime.signal.aborted || rows.length === 0 ? 3 : wrong > 0 ? 1 : 0;
folder.close();
process.exit();
