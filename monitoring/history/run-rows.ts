// The results of runs as rows of the history, written and read: runs, checks, medians, load runs, deployments.
import type { InValue } from '@libsql/client';
import type { ResultRecord } from '../../reports/result.ts';
import { median } from '../../common/statistics.ts';
import type { StateReading } from '../window-source.ts';
import type { Statement } from './database.ts';
import { isState } from './migrations.ts';
import { orNull, rowReader } from './row-reader.ts';

/** A run or a tick in one line. `startedAt` in ms since 1970; `failing` holds ids of checks, KPIs or alert rules. */
export type RunRow = {
  run: string;
  startedAt: number;
  durationMs: number;
  /** A gate's profile, `monitor` or `journeys`. */
  profile: string | null;
  /** A verdict of reports/verdict, or an unknown one of a later release. */
  verdict: string;
  exitCode: number;
  failing: string[];
  /** The live commit; undefined if the site does not report it. */
  commit?: string;
};

export type LoadRow = {
  at: number;
  run: string;
  endpoint: string;
  requests: number;
  valid: number;
  serverErrors: number;
  rateLimited: number;
  timeouts: number;
  meanMs: number | null;
  p95Ms: number | null;
  maxMs: number | null;
};

export const runStatement = (site: number, row: RunRow): Statement => ({
  sql: 'INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  args: [
    ...[site, row.run, row.startedAt, row.durationMs, row.profile, row.verdict],
    ...[row.exitCode, JSON.stringify(row.failing), row.commit ?? null],
  ],
});

/** A commit has one row for each address. A new verdict replaces the old one; a row without a verdict replaces none. */
export const deploymentStatement = (
  site: number,
  seen: { commit: string; address: string; at: number; verdict: string | null },
): Statement => ({
  sql: `INSERT INTO deployments VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN ?5 IS NULL THEN NULL ELSE ?4 END)
    ON CONFLICT (target, commit_id, address) DO UPDATE SET
      at = MIN(at, excluded.at), verdict = COALESCE(excluded.verdict, verdict),
      verdict_at = COALESCE(excluded.verdict_at, verdict_at)`,
  args: [site, seen.commit, seen.address, seen.at, seen.verdict],
});

/** A commit that was seen live. A row is written only where the commit differs from that of the row before. */
export const liveStatement = (site: number, { commit, at }: { commit: string; at: number }): Statement => ({
  sql: `INSERT OR IGNORE INTO live_commits SELECT ?1, ?2, ?3 WHERE NOT EXISTS (
      SELECT 1 FROM (SELECT commit_id FROM live_commits WHERE target = ?1 AND at <= ?2 ORDER BY at DESC LIMIT 1)
      WHERE commit_id LIKE ?3 || '%' OR ?3 LIKE commit_id || '%')`,
  args: [site, at, commit],
});

/** Checks, medians of audits and web vitals, and load runs among the records. Samples and states are written elsewhere. */
export function recordStatements(site: number, run: string, records: readonly ResultRecord[]): Statement[] {
  return records.flatMap((record): Statement[] => {
    const at = Date.parse(record.at);
    if (record.kind === 'check') {
      const message = record.failures.map(({ code, message: text }) => `${code}: ${text}`).join('\n') || null;
      return [
        insert('checks', [site, at, run, record.id, record.stage, record.variant ?? '', record.outcome, message]),
      ];
    }
    if (record.kind === 'metric' && !isState(record.kpi)) {
      const middle = median(record.samples);
      if (middle === undefined) return [];
      const of = [record.kpi, record.subject, record.variant ?? ''];
      return [insert('figures', [site, ...of, at, run, middle, record.samples.length])];
    }
    if (record.kind === 'http' && record.source === 'load') {
      const { ttfb } = record;
      const counts = [record.requests, record.valid, record.serverErrors, record.rateLimited, record.timeouts];
      const times = ttfb.n === 0 ? [null, null, null] : [ttfb.sumMs / ttfb.n, ttfb.p95Ms, ttfb.maxMs];
      return [insert('loads', [site, at, run, record.endpoint, ...counts, ...times])];
    }
    return [];
  });
}

const insert = (table: string, args: InValue[]): Statement => ({
  sql: `INSERT OR REPLACE INTO ${table} VALUES (${args.map(() => '?').join(', ')})`,
  args,
});

/** The states that the site reports, from the metrics of a run. `external-rate-limit` is 1 if an external service answers 429. */
export const statesOf = (records: readonly ResultRecord[]): StateReading[] =>
  records.flatMap((record) => {
    if (record.kind !== 'metric' || !isState(record.kpi)) return [];
    const { kpi, subject, note } = record;
    const at = Date.parse(record.at);
    const limited = kpi === 'external-apis' && /\bHTTP 429\b/.test(note ?? '');
    return [
      ...record.samples.map((value) => ({ at, kpi, subject, value })),
      ...(limited ? [{ at, kpi: 'external-rate-limit', subject, value: 1 }] : []),
    ];
  });

const runFields = rowReader<Omit<RunRow, 'commit'> & { commit: string | null }>({
  run: ['run', String],
  startedAt: ['at', Number],
  durationMs: ['duration_ms', Number],
  profile: ['profile', orNull(String)],
  verdict: ['verdict', String],
  exitCode: ['exit_code', Number],
  failing: ['failing', failingOf],
  commit: ['commit_id', orNull(String)],
});

export function runOf(row: Record<string, unknown>): RunRow {
  const { commit, ...run } = runFields(row);
  return commit === null ? run : { ...run, commit };
}

/** An unknown format, from a later release, is shown unchanged. */
function failingOf(text: unknown): string[] {
  try {
    const parsed: unknown = JSON.parse(String(text));
    return Array.isArray(parsed) ? parsed.map(String) : [String(text)];
  } catch {
    return [String(text)];
  }
}

export const loadOf = rowReader<LoadRow>({
  at: ['at', Number],
  run: ['run', String],
  endpoint: ['endpoint', String],
  requests: ['requests', Number],
  valid: ['valid', Number],
  serverErrors: ['server_errors', Number],
  rateLimited: ['rate_limited', Number],
  timeouts: ['timeouts', Number],
  meanMs: ['mean_ms', orNull(Number)],
  p95Ms: ['p95_ms', orNull(Number)],
  maxMs: ['max_ms', orNull(Number)],
});
