// The audits as a process of their own: a Chrome that hangs or a Lighthouse that crashes takes only this down.
import { fileSink } from '../../reports/result.ts';
import { AUDIT_PAGES, type AuditPage } from './pages.ts';
import { runAudits } from './run.ts';

/** What the parent hands over, as JSON in AUDIT_JOB. `pages` are check ids, or one path of the caller's own. */
export type AuditJob = {
  target: string;
  pages: string[];
  runs: number;
  formFactor: 'mobile' | 'desktop';
  browserPath: string;
  outDir: string;
  resultsFile: string;
};

const job = JSON.parse(process.env['AUDIT_JOB'] ?? '') as AuditJob;
const ownPath = (name: string): AuditPage => ({
  id: 'audit.page',
  title: name,
  path: name,
  heading: undefined,
  profiles: [],
});
await runAudits({
  target: new URL(job.target),
  pages: job.pages.map((name) => AUDIT_PAGES.find((page) => page.id === name) ?? ownPath(name)),
  runs: job.runs,
  formFactor: job.formFactor,
  browserPath: job.browserPath,
  outDir: job.outDir,
  sink: fileSink(job.resultsFile),
  log: (line) => console.log(line),
});
