// How large a history becomes, how fast it opens and answers: 30 days at the schedule's rate, and a year of rollups.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { PROBES } from '../../checks/api/availability-probes.ts';
import { seededRandom } from '../../common/seeded-random.ts';
import { RETENTION, TICK_RULES } from '../../judging.ts';
import type { RunRow } from '../../monitoring/history/run-rows.ts';
import type { SpoolEntry } from '../../monitoring/history/spool-file.ts';
import { openHistory, type History } from '../../monitoring/history/store.ts';
import type { Sample } from '../../monitoring/sample.ts';
import type { StateReading } from '../../monitoring/window-source.ts';
import { median } from '../../common/statistics.ts';
import type { Benchmark, Figure } from '../benchmark.ts';

const SITE = 'https://site.example';
const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-28T00:00:00.000Z');
const MB = 1_000_000;
/** Windows that the rules look at: 5 and 2 minutes, burn rates, the same hour of last week, the budget. */
const WINDOWS_MS = [5 / 60, 2 / 60, 0.5, 1, 2, 6, 24, 72, 24 * 7, 24 * 30].map((hours) => hours * HOUR);

/** Samples as the schedule makes them: eight endpoints in turn, 0.1 % failures, log-normal times. */
function* samplesOf(fromMs: number, toMs: number, everyMs: number): Generator<Sample> {
  const random = seededRandom(Math.floor(fromMs / DAY));
  let i = 0;
  for (let at = fromMs; at < toMs; at += everyMs, i += 1) {
    const endpoint = PROBES[i % PROBES.length]?.endpoint ?? 'GET /';
    const ttfbMs = 80 * Math.exp(0.5 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
    const failed = random() < 0.001;
    yield failed
      ? {
          at,
          endpoint,
          class: 'server-error',
          status: 500,
          ttfbMs,
          code: 'server-error',
          message: `${endpoint}: status 500`,
        }
      : { at, endpoint, class: 'valid', status: 200, ttfbMs, code: null, message: null };
  }
}

/** `thinMs`: between two samples where only rollups of ten minutes and more are left: as many rows in less time. */
async function fill(history: History, days: number, thinMs: number): Promise<void> {
  for (let from = NOW - days * DAY; from < NOW; from += HOUR) {
    const everyMs = from < NOW - RETENTION.minuteMs - DAY ? thinMs : TICK_RULES.probeEveryMs;
    const readings: StateReading[] = [];
    for (let at = from; at < from + HOUR; at += TICK_RULES.statesEveryMs)
      for (const subject of ['/api/health/db', '/api/health/comprehensive', 'spotify', 'ticketmaster', 'setlistfm'])
        readings.push({ at, kpi: subject.startsWith('/') ? 'database' : 'external-apis', subject, value: 1 });
    const of = { target: SITE, run: `tick-${from}` };
    const entries: SpoolEntry[] = [
      { ...of, kind: 'samples', samples: [...samplesOf(from + 1, from + HOUR, everyMs)] },
      { ...of, kind: 'states', readings },
    ];
    for (let at = from; at < from + HOUR; at += 300_000) {
      const row: RunRow = {
        ...{ run: `tick-${new Date(at).toISOString()}`, startedAt: at, durationMs: 270_000, profile: 'monitor' },
        ...{ verdict: 'pass', exitCode: 0, failing: [], commit: 'efe125f1c0ffee00efe125f1c0ffee00efe125f1' },
      };
      entries.push({ ...of, kind: 'run', row });
    }
    await history.addEntries(entries);
    if (from % DAY === 0) await history.prune(from);
  }
  await history.prune(NOW);
  await history.query('VACUUM');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function windows(history: History): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 9; i += 1) {
    const to = NOW - i * 1_313;
    times.push(
      await timed(async () => {
        for (const ms of WINDOWS_MS) await history.sum('*', to - ms, to);
        await history.sum('*', to - 7 * DAY - HOUR, to - 7 * DAY);
        await history.samples(to - 330_000, to);
      }),
    );
  }
  return median(times) ?? Number.NaN;
}

async function run(say: (line: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'history-bench-'));
  try {
    const file = path.join(folder, 'month.db');
    const month = await openHistory({ location: file, target: SITE });
    const filling = await timed(() => fill(month, 30, TICK_RULES.probeEveryMs));
    say(`30 days filled in ${(filling / 1_000).toFixed(0)} s, ${RETENTION.rawMs / HOUR} h of samples kept`);
    await month.close();
    const bytes = statSync(file).size;
    const packed = gzipSync(readFileSync(file), { level: 9 }).length;
    const yearFile = path.join(folder, 'year.db');
    const year = await openHistory({ location: yearFile, target: SITE });
    await fill(year, 365, TICK_RULES.probeEveryMs * 12);
    await year.close();
    const opening: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      let opened: History | undefined;
      opening.push(
        await timed(async () => {
          opened = await openHistory({ location: yearFile, target: SITE });
        }),
      );
      await opened?.close();
    }
    const again = await openHistory({ location: yearFile, target: SITE });
    const judging = await windows(again);
    await again.close();
    // The kernel's own figure: nothing has to be looked at in between. Kilobytes.
    const most = process.resourceUsage().maxRSS / 1_000;
    return [
      {
        what: 'file, 30 days at one probe in 1.25 s',
        value: Number((bytes / MB).toFixed(1)),
        unit: 'MB',
        goal: '<= 40',
      },
      { what: 'the same, packed by gzip -9', value: Number((packed / MB).toFixed(1)), unit: 'MB', goal: '<= 8' },
      { what: 'file, a year', value: Number((statSync(yearFile).size / MB).toFixed(1)), unit: 'MB' },
      {
        what: 'opening, median of 5',
        value: Number((median(opening) ?? Number.NaN).toFixed(1)),
        unit: 'ms',
        goal: '<= 100',
      },
      {
        what: 'all windows of the rules on a year, median of 9',
        value: Number(judging.toFixed(1)),
        unit: 'ms',
        goal: '<= 50',
      },
      { what: 'memory of this benchmark, most', value: Math.round(most), unit: 'MB', goal: '<= 2000' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const HISTORY_SIZE: Benchmark = {
  name: 'history',
  title: 'The history: size of 30 days, opening, windows on a year of rollups',
  seconds: 240,
  run,
};
