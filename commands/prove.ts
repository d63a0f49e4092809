// npm run prove: the fault matrix. Each fault on, the failing ids must equal the fault's declared list; with none on, none.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKS } from '../checks/index.ts';
import { KPIS } from '../kpis.ts';
import { failingIds, verdictSchema } from '../reports/verdict/verdict.ts';
import { FAULTS } from '../stand-in/faults.ts';
import { RUN_MARK, runNode } from './lib/children.ts';
import { configOrExit, readConfig, USAGE_EXIT } from './lib/config.ts';
import { watchLifetime } from './lib/lifetime.ts';
import { openRunFolder, ROOT } from './lib/run-folder.ts';
import { expectedIds, stagesToProve, warnedIds } from './lib/proof.ts';

const DEADLINE_MS = 300_000;
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
const unknown = (asked ?? []).filter((id) => !FAULTS.some((fault) => fault.id === id) && id !== 'none');
if (unknown.length > 0) {
  console.error(`prove: no such fault: ${unknown.join(', ')}; \`npm run stand-in -- --list-faults\` lists them`);
  process.exit(USAGE_EXIT);
}
const folder = openRunFolder(new Date());
const lifetime = watchLifetime(() => folder.close());
const subjects = [
  { id: 'none', noticedBy: [] as readonly string[], warnedBy: [] as readonly string[] },
  ...FAULTS,
].filter((fault) => !asked || asked.includes(fault.id));
const known = new Set([...CHECKS.map((check) => check.id), ...KPIS.map((kpi) => kpi.id as string)]);
const inProfile = CHECKS.filter((check) => check.profiles.includes(config.flags.profile ?? 'quick'));
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
  // A KPI beside checks that this profile does not run is proved by whatever stage feeds it.
  const checks = declared.some((id) => KPIS.some((kpi) => kpi.id === id)) ? inProfile : CHECKS;
  const stages = config.flags.only ?? stagesToProve(declared, checks);
  const args = ['commands/start.ts', '--profile', config.flags.profile ?? 'quick', '--only', stages.join(',')];
  if (fault.id !== 'none') args.push('--fault', fault.id);
  let out = '';
  await runNode(args, {
    cwd: ROOT,
    env: { [RUN_MARK]: folder.runId, RESULTS_ROOT: folder.dir },
    onLine: (line) => (out += `${line}\n`),
    deadlineMs: DEADLINE_MS,
    signal: lifetime.signal,
  });
  rows.push(readRow(fault, stages, out, strangers));
  const row = rows.at(-1) as Row;
  console.log(
    `${row.proved ? 'proved ' : 'DIFFERS'} ${fault.id}${row.proved ? ` (${row.found.length} red)` : `\n  expected ${row.expected.join(' ')}\n  found    ${row.found.join(' ')}${row.note ? `\n  ${row.note}` : ''}`}`,
  );
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
    const found = failingIds(verdict).sort();
    const warned = warnedIds(verdict);
    const expectedWarnings = expectedIds(fault.warnedBy, verdict);
    // A warning beside a breach is no news; without one it must be exactly what the fault declares.
    const warnings = fault.noticedBy.length > 0 || expectedWarnings.join() === warned.join();
    const noticed = fault.id === 'none' ? verdict.exitCode === 0 : found.length + expectedWarnings.length > 0;
    const proved = strangers.length === 0 && expected.join() === found.join() && warnings && noticed;
    const notes = [
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

writeFileSync(path.join(folder.dir, 'proof.json'), `${JSON.stringify(rows, null, 2)}\n`);
const gaps = rows.filter((row) => row.note?.startsWith('gap')).length;
const wrong = rows.filter((row) => !row.proved).length - gaps;
console.log(
  `${rows.length - gaps - wrong} proved, ${wrong} differ, ${gaps} without a check; ${path.relative(process.cwd(), folder.dir)}/proof.json`,
);
process.exitCode = lifetime.signal.aborted || rows.length === 0 ? 3 : wrong > 0 ? 1 : 0;
folder.close();
process.exit();
