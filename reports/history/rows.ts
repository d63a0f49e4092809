// Records of a run as statements for the history, and rows back as records.
import type { InStatement, Row } from '@libsql/client';
import { z } from 'zod';
import { ERROR_CODES, type HttpRecord, type MetricRecord, type ResultRecord } from '../result.ts';
import type { Verdict } from '../verdict/verdict-format.ts';

/** A run or a tick in one line. `startedAt` in ms since 1970; `failing` holds ids of checks, KPIs or alert rules. */
export type RunRow = {
  run: string;
  startedAt: number;
  durationMs: number;
  /** A gate's profile, or `monitor`. */
  profile: string | null;
  verdict: Verdict['verdict'];
  exitCode: number;
  failing: string[];
};

const failures = z.array(z.strictObject({ code: z.enum(ERROR_CODES), message: z.string() }));

/** Probes, metrics and checks; load runs stay out: the monitor judges what a visitor meets, not what we caused. */
export function statements(target: string, run: string, records: readonly ResultRecord[]): InStatement[] {
  return records.flatMap((r): InStatement[] => {
    const ts = Date.parse(r.at);
    if (r.kind === 'http' && r.source === 'probe') {
      return [
        {
          sql: `INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          args: [
            ...[ts, target, run, r.endpoint, r.requests, r.valid, r.serverErrors, r.rateLimited, r.timeouts],
            ...[r.ttfb.n, r.ttfb.sumMs, r.ttfb.maxMs, JSON.stringify(r.failures)],
          ],
        },
      ];
    }
    if (r.kind === 'metric') {
      return r.samples.map((value) => ({
        sql: `INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?, ?)`,
        args: [ts, target, run, r.kpi, r.subject, r.variant ?? null, value],
      }));
    }
    if (r.kind === 'check') {
      const message = r.failures.map((f) => `${f.code}: ${f.message}`).join('\n') || null;
      return [
        {
          sql: `INSERT INTO checks VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          args: [ts, target, run, r.id, r.stage, r.variant ?? null, r.outcome, message],
        },
      ];
    }
    return [];
  });
}

export const runStatement = (target: string, row: RunRow): InStatement => ({
  sql: `INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  args: [
    ...[row.run, target, row.startedAt, row.durationMs, row.profile],
    ...[row.verdict, row.exitCode, JSON.stringify(row.failing)],
  ],
});

export const number = (row: Row, column: string): number => Number(row[column]);
export const string = (row: Row, column: string): string => String(row[column]);

export const sampleOf = (row: Row): HttpRecord => ({
  kind: 'http',
  at: new Date(number(row, 'ts')).toISOString(),
  stage: 'contracts',
  source: 'probe',
  endpoint: string(row, 'endpoint'),
  requests: number(row, 'requests'),
  valid: number(row, 'valid'),
  serverErrors: number(row, 'server_errors'),
  rateLimited: number(row, 'rate_limited'),
  timeouts: number(row, 'timeouts'),
  ttfb: {
    n: number(row, 'ttfb_n'),
    sumMs: number(row, 'ttfb_sum_ms'),
    // A probe is one request: its time is its p95.
    p95Ms: number(row, 'ttfb_max_ms'),
    maxMs: number(row, 'ttfb_max_ms'),
  },
  failures: failures.parse(JSON.parse(string(row, 'failures'))),
});

export const metricOf = (row: Row): MetricRecord => ({
  kind: 'metric',
  at: new Date(number(row, 'ts')).toISOString(),
  stage: 'contracts',
  kpi: string(row, 'kpi') as MetricRecord['kpi'],
  subject: string(row, 'subject'),
  ...(row['variant'] === null ? {} : { variant: string(row, 'variant') }),
  samples: [number(row, 'value')],
});

export const runOf = (row: Row): RunRow => ({
  run: string(row, 'run'),
  startedAt: number(row, 'ts'),
  durationMs: number(row, 'duration_ms'),
  profile: row['profile'] === null ? null : string(row, 'profile'),
  verdict: string(row, 'verdict') as RunRow['verdict'],
  exitCode: number(row, 'exit_code'),
  failing: JSON.parse(string(row, 'failing')) as string[],
});
