// Audits pages one after the other, one Chrome per form factor, and writes records and reports for each.
import { makeFolder } from '../../common/make-folder.ts';
import type { Sink } from '../../reports/result.ts';
import type { Category } from './audit-budgets.ts';
import { Chrome } from './chrome.ts';
import type { FormFactor } from './lighthouse.ts';
import { measure } from './measure-page.ts';
import type { AuditPage } from './audited-pages.ts';
import type { PastMedians } from './earlier-medians.ts';
import { enoughRuns, type Runs } from './sequential-runs.ts';
import type { Account } from '../../common/account.ts';
import { writePage } from './audit-records.ts';

export type AuditContext = {
  target: URL;
  pages: readonly AuditPage[];
  formFactors: readonly FormFactor[];
  categories: readonly Category[];
  runs: Runs;
  account: Account | undefined;
  /** Secrets: sent to the target's own origin only. */
  headers?: Readonly<Record<string, string>>;
  past: readonly PastMedians[];
  /** Longest wait until a page is idle, ms. */
  restMs?: number;
  browserPath: string;
  outDir: string;
  sink: Sink;
  log: (line: string) => void;
};

export async function runAudits(context: AuditContext): Promise<void> {
  makeFolder(context.outDir);
  const runs = { ...context.runs };
  const total = context.formFactors.length * context.pages.length;
  let begun = 0;
  for (const formFactor of context.formFactors) {
    const chrome = new Chrome(context.browserPath, { target: context.target, headers: context.headers ?? {} });
    try {
      for (const page of context.pages) {
        const log = countedLog(context.log, (begun += 1), total);
        const measured = await measure(chrome, page, runs, { ...context, formFactor, log });
        writePage(measured, { ...context, log, least: enoughRuns(runs) });
      }
    } finally {
      await chrome.close();
    }
  }
}

/** Adds to each line how far the stage is: `✓ 3/16 /trending mobile: ...`, as the journeys do. */
export const countedLog =
  (log: (line: string) => void, number: number, total: number) =>
  (line: string): void =>
    log(line.replace(/^([✓✗!?·-] )?/, `$1${number}/${total} `));
