// Audits pages one after the other in one Chrome, and writes a check and its figures for each.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'puppeteer-core';
import type { Failure, Sink } from '../../reports/result.ts';
import { judgeFigures } from './judge.ts';
import { audit, openChrome, wrongPage, type Audit, type FormFactor } from './lighthouse.ts';
import { busyShare, unfit } from './machine.ts';
import type { AuditPage } from './pages.ts';

export type AuditContext = {
  target: URL;
  pages: readonly AuditPage[];
  runs: number;
  formFactor: FormFactor;
  browserPath: string;
  outDir: string;
  sink: Sink;
  log: (line: string) => void;
};

type Audited = { declared: AuditPage; pathname: string; audits: Audit[]; failures: Failure[]; durationMs: number };

/** Writes one CheckRecord a page and one MetricRecord a page and KPI, when the machine has been looked at before and after. */
export async function runAudits(context: AuditContext): Promise<void> {
  mkdirSync(context.outDir, { recursive: true });
  const busy = [await busyShare()];
  const audited: Audited[] = [];
  const browser = await openChrome(context.browserPath);
  try {
    for (const page of context.pages) audited.push(await auditPage(context, browser, page));
  } finally {
    await browser.close();
  }
  busy.push(await busyShare());
  for (const page of audited) writePage(context, page, busy);
}

/** Never rejects: what keeps a page from being audited is a failure of its own. */
async function auditPage(context: AuditContext, browser: Browser, declared: AuditPage): Promise<Audited> {
  const started = performance.now();
  const audits: Audit[] = [];
  const failures: Failure[] = [];
  let pathname = declared.path;
  try {
    pathname = declared.path === 'first-trending-artist' ? await firstTrendingArtist(context.target) : declared.path;
    const url = new URL(pathname, context.target);
    const page = await browser.newPage();
    const wrong = await wrongPage(page, url, declared.heading);
    if (wrong) failures.push(wrong);
    for (let run = 1; run <= context.runs && failures.length === 0; run += 1) {
      context.log(`${pathname} ${context.formFactor}, run ${run} of ${context.runs}`);
      const done = await audit(page, url, context.formFactor);
      audits.push(done);
      if (done.problem) failures.push({ code: 'assertion', message: `${pathname}: ${done.problem}` });
    }
    await page.close();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    failures.push({ code: 'timeout', message: `${pathname} could not be audited: ${why}`.slice(0, 500) });
  }
  return { declared, pathname, audits, failures, durationMs: performance.now() - started };
}

function writePage(context: AuditContext, page: Audited, busy: readonly number[]): void {
  const { declared, pathname, audits } = page;
  const machine = unfit(
    audits.map((one) => one.benchmarkIndex),
    busy,
  );
  const judged = judgeFigures(
    audits.map((one) => one.figures),
    machine,
    pathname,
  );
  const at = new Date().toISOString();
  const of = { at, stage: 'audits', subject: pathname, variant: context.formFactor } as const;
  const unmeasured = page.failures[0]?.message;
  for (const { kpi, samples, note = samples.length === 0 ? unmeasured : undefined } of judged) {
    context.sink({ kind: 'metric', ...of, kpi, samples, ...(note === undefined ? {} : { note }) });
  }
  const failures = [...page.failures, ...judged.flatMap(({ failure }) => failure ?? [])];
  const voided = judged.flatMap(({ kpi, note }) => (note === undefined ? [] : [`${kpi}: ${note}`]));
  const doubts = voided.map((message): Failure => ({ code: 'machine', message }));
  context.sink({
    kind: 'check',
    at,
    id: declared.id,
    stage: 'audits',
    variant: context.formFactor,
    outcome: failures.length > 0 ? 'fail' : doubts.length > 0 ? 'inconclusive' : 'pass',
    durationMs: page.durationMs,
    failures: [...failures, ...doubts],
    evidence: keepReports(context, declared.id, audits),
    rerun: `npm run audit -- --target ${context.target.origin} --page ${pathname} --form-factor ${context.formFactor}`,
  });
}

/** The report of the run whose LCP is the median's stands for all. Returns paths below the run's folder. */
function keepReports(context: AuditContext, id: string, audits: readonly Audit[]): string[] {
  const byLcp = [...audits].sort((a, b) => (a.figures.lcp ?? 0) - (b.figures.lcp ?? 0));
  const chosen = byLcp[Math.floor((byLcp.length - 1) / 2)];
  if (!chosen) return [];
  const name = `${id}-${context.formFactor}`;
  writeFileSync(path.join(context.outDir, `${name}.html`), chosen.html);
  writeFileSync(path.join(context.outDir, `${name}.json`), chosen.json);
  return [`${path.basename(context.outDir)}/${name}.html`, `${path.basename(context.outDir)}/${name}.json`];
}

async function firstTrendingArtist(target: URL): Promise<string> {
  const answer = await fetch(new URL('/api/trending?type=artists&limit=1', target), {
    signal: AbortSignal.timeout(10_000),
  });
  const body = (await answer.json()) as { data?: { slug?: unknown }[] };
  const slug = body.data?.[0]?.slug;
  if (typeof slug !== 'string') throw new Error('GET /api/trending?type=artists names no artist to audit');
  return `/artists/${slug}`;
}
