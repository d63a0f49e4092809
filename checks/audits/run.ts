// Audits pages one after the other, one Chrome per form factor, and writes records and reports for each.
import { mkdirSync } from 'node:fs';
import type { Sink } from '../../reports/result.ts';
import type { Category } from './budgets.ts';
import { Chrome } from './chrome.ts';
import type { FormFactor } from './lighthouse.ts';
import { measure } from './measure.ts';
import type { AuditPage } from './pages.ts';
import type { PastMedians } from './past.ts';
import { enoughRuns, type Runs } from './sequence.ts';
import type { Account } from './session.ts';
import { writePage } from './write.ts';

export type AuditContext = {
  target: URL;
  pages: readonly AuditPage[];
  formFactors: readonly FormFactor[];
  categories: readonly Category[];
  runs: Runs;
  account: Account | undefined;
  past: readonly PastMedians[];
  /** Longest wait for a page to come to rest, ms. */
  restMs?: number;
  browserPath: string;
  outDir: string;
  sink: Sink;
  log: (line: string) => void;
};

export async function runAudits(context: AuditContext): Promise<void> {
  mkdirSync(context.outDir, { recursive: true });
  const runs = { ...context.runs };
  for (const formFactor of context.formFactors) {
    const chrome = new Chrome(context.browserPath);
    try {
      for (const page of context.pages) {
        const measured = await measure(chrome, page, runs, { ...context, formFactor });
        writePage(measured, { ...context, least: enoughRuns(runs) });
      }
    } finally {
      await chrome.close();
    }
  }
}
