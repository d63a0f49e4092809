// Runs the audits in a separate process: a Chrome that hangs or a Lighthouse that crashes ends only this process.
import { firstPartyHeaders } from '../../common/first-party-headers.ts';
import { fileSink } from '../../reports/result.ts';
import { AUDIT_PAGES, ownPage } from './audited-pages.ts';
import { runAudits, type AuditContext } from './audits-stage.ts';

/** The job from the parent process, as JSON in AUDIT_JOB. `pages`: check ids, or one path that the caller names. */
export type AuditJob = Omit<AuditContext, 'target' | 'pages' | 'sink' | 'log' | 'account' | 'headers'> & {
  target: string;
  pages: string[];
  resultsFile: string;
};

// When Chrome crashes, Lighthouse leaves a rejected promise behind. The crash itself is reported elsewhere.
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
