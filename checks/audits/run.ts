// Audits pages one after the other in one Chrome, and writes a check and its figures for each.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'puppeteer-core';
import { holds, kpi, KPIS, type KpiId } from '../../kpis.ts';
import type { Failure, Sink } from '../../reports/result.ts';
import { audit, openChrome, wrongPage, type Audit, type FormFactor } from './lighthouse.ts';
import type { AuditPage } from './pages.ts';

/** Lighthouse's own measure of the machine; below this its docs call a device low-end and simulated metrics drift. */
const LEAST_BENCHMARK_INDEX = 150;
export const AUDITED_KPIS: readonly KpiId[] = KPIS.filter((k) => k.stages.includes('audits')).map((k) => k.id);

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

/** Writes one CheckRecord a page and one MetricRecord a page and KPI. */
export async function runAudits(context: AuditContext): Promise<void> {
  mkdirSync(context.outDir, { recursive: true });
  const browser = await openChrome(context.browserPath);
  try {
    for (const page of context.pages) await auditPage(context, browser, page);
  } finally {
    await browser.close();
  }
}

async function auditPage(context: AuditContext, browser: Browser, declared: AuditPage): Promise<void> {
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
    failures.push({
      code: 'timeout',
      message: `${pathname} could not be audited: ${error instanceof Error ? error.message : String(error)}`.slice(
        0,
        500,
      ),
    });
  }
  const weak = audits.find((a) => a.benchmarkIndex < LEAST_BENCHMARK_INDEX);
  for (const id of AUDITED_KPIS) {
    const samples = weak ? [] : audits.flatMap((a) => a.figures[id] ?? []);
    const why = weak ? `machine too slow: benchmarkIndex ${weak.benchmarkIndex}` : failures[0]?.message;
    const note = samples.length === 0 ? why : undefined;
    context.sink({
      kind: 'metric',
      at: new Date().toISOString(),
      stage: 'audits',
      kpi: id,
      subject: pathname,
      variant: context.formFactor,
      samples,
      ...(note === undefined ? {} : { note }),
    });
    const median = middle(samples);
    if (median !== undefined && !holds(median, kpi(id).target)) {
      failures.push({
        code: 'budget',
        message: `${id} on ${pathname}: ${round(median)}, must be ${kpi(id).target.op} ${kpi(id).target.limit} (${samples.length === 1 ? 'single run' : `median of ${samples.map(round).join(', ')}`})`,
      });
    }
  }
  context.sink({
    kind: 'check',
    at: new Date().toISOString(),
    id: declared.id,
    stage: 'audits',
    variant: context.formFactor,
    outcome: weak ? 'inconclusive' : failures.length > 0 ? 'fail' : 'pass',
    durationMs: performance.now() - started,
    failures: weak
      ? [
          {
            code: 'machine',
            message: `benchmarkIndex ${weak.benchmarkIndex} is below ${LEAST_BENCHMARK_INDEX}: this machine is too slow to judge a page`,
          },
        ]
      : failures,
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

function middle(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half];
  const lower = sorted[half - 1];
  return sorted.length % 2 === 1 || upper === undefined || lower === undefined ? upper : (lower + upper) / 2;
}

const round = (value: number): number => Number(value.toPrecision(4));
