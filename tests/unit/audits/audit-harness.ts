// Audits in a real Chrome for tests, its processes, and what was left in the folder.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { parseStat } from '../../../checks/audits/cpu-speed.ts';
import { ownPage } from '../../../checks/audits/audited-pages.ts';
import { runAudits, type AuditContext } from '../../../checks/audits/audits-stage.ts';
import { findBrowser } from '../../../checks/browser/find-browser.ts';
import type { CheckRecord, ResultRecord } from '../../../reports/result.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'audits-test-'));
// Chrome's profile lies here, so that every one of its processes can be told from those of others.
process.env['TMPDIR'] = dir;
after(() => rmSync(dir, { recursive: true, force: true }));
/** Where the reports are. */
export const OUT = path.join(dir, 'lighthouse');

type Process = { pid: number; parent: number; command: string };

const processes = (): Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const { pid, parent } = parseStat(readFileSync(`/proc/${name}/stat`, 'latin1'));
        return [{ pid, parent, command: readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ') }];
      } catch {
        return []; // it ended in the meantime
      }
    });

const browsers = (): Process[] => processes().filter(({ command }) => command.includes(`--user-data-dir=${dir}`));

/** Our Chrome's renderers: the zygote, its child, starts them. */
export const renderers = (): Process[] => {
  const all = processes();
  const parents = new Set(browsers().map(({ pid }) => pid));
  for (const { pid, parent } of all) if (parents.has(parent)) parents.add(pid);
  return all.filter(({ parent, command }) => parents.has(parent) && command.includes('--type=renderer'));
};

/** Audits the home page once, performance only, unless told otherwise; fails where a Chrome is left. */
export async function audit(
  target: URL,
  more: Partial<AuditContext> = {},
): Promise<{ check: CheckRecord; records: ResultRecord[] }> {
  const records: ResultRecord[] = [];
  await runAudits({
    target,
    pages: [ownPage('/')],
    formFactors: ['mobile'],
    categories: ['performance'],
    runs: { least: 1, most: 1, extra: 0, idleWaitMs: 0 },
    account: undefined,
    past: [],
    browserPath: findBrowser()?.path ?? '',
    outDir: OUT,
    sink: (record) => void records.push(record),
    log: () => undefined,
    ...more,
  });
  assert.deepEqual(browsers(), [], 'no Chrome is left');
  const checks = records.filter((record) => record.kind === 'check');
  assert.equal(checks.length, 1);
  return { check: checks[0] as CheckRecord, records };
}

/** `fail timeout`: the outcome and the codes. */
export const told = ({ outcome, failures }: CheckRecord): string =>
  `${outcome} ${failures.map((f) => f.code).join()}`.trim();
