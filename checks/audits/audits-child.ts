// The audits as a process of their own: a Chrome that hangs or a Lighthouse that crashes takes only this down.
import { firstPartyHeaders } from '../../common/first-party-headers.ts';
import { fileSink } from '../../reports/result.ts';
import { AUDIT_PAGES, ownPage } from './audited-pages.ts';
import { runAudits, type AuditContext } from './audits-stage.ts';

/** What the parent hands over, as JSON in AUDIT_JOB. `pages` are check ids, or one path of the caller's own. */
export type AuditJob = Omit<AuditContext, 'target' | 'pages' | 'sink' | 'log' | 'account' | 'headers'> & {
  target: string;
  pages: string[];
  resultsFile: string;
};

// Lighthouse leaves a promise of its own behind when Chrome dies under it. That death is reported where it is noticed.
process.on('unhandledRejection', (error) => {
  if (!/(Target|Session|Connection) closed/.test(String(error))) throw error;
});

const { SYNTHETIC_EMAIL: email, SYNTHETIC_PASSWORD: password, AUDIT_JOB: text } = process.env;
const job = JSON.parse(text ?? '') as AuditJob;
await runAudits({
  ...job,
  target: new URL(job.target),
  pages: job.pages.map((name) => AUDIT_PAGES.find((page) => page.id === name) ?? ownPage(name)),
  headers: firstPartyHeaders(process.env),
  account: email && password ? { email, password } : undefined,
  sink: fileSink(job.resultsFile),
  log: (line) => console.log(line),
});
