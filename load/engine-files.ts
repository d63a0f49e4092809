// What a load engine leaves behind: the script's summary, k6's own export, the embedded engine's report. A file that is missing, or is not
// what it should be, is read as not written.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SummaryData, SummaryMetric } from './engine/summary.ts';
import type { GeneratorReport } from './generator.ts';

/** JSON has null where a figure was NaN or infinite. */
const figures = z.record(z.string(), z.number().nullable());
const metrics = z.record(
  z.string(),
  z.looseObject({
    values: figures,
    thresholds: z.record(z.string(), z.looseObject({ ok: z.boolean() })).optional(),
  }),
);
const summarySchema = z.looseObject({ metrics });
const reportSchema = z.object({
  metrics,
  generator: z.object({
    lagMeanMs: z.number(),
    lagP99Ms: z.number(),
    lagMaxMs: z.number(),
    cpuCores: z.number(),
    machineBusy: z.number(),
    runQueueFraction: z.number().optional(),
    starts: z.number(),
    lateStarts: z.number(),
    droppedWaiting: z.number(),
    droppedOther: z.number(),
    exceptions: z.number(),
    firstException: z.string().optional(),
    interrupted: z.number(),
    startUpMs: z.number(),
    overloaded: z.string().optional(),
  }),
});
/** A figure stands beside thresholds and, for a check, beside words. */
const exportSchema = z.looseObject({ metrics: z.record(z.string(), z.record(z.string(), z.unknown())) });

function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  return schema.safeParse(content).data;
}

/** What `handleSummary` of the suite's scripts writes. */
export const readSummary = (file: string): SummaryData | undefined =>
  read(file, summarySchema) as SummaryData | undefined;

export type EngineReport = { generator: GeneratorReport; metrics: Readonly<Record<string, SummaryMetric>> };
/** What the embedded engine writes of itself and of the run. */
export const readEngineReport = (file: string): EngineReport | undefined =>
  read(file, reportSchema) as EngineReport | undefined;

/** k6's `--summary-export`, as metrics; empty if there is none. */
export const readK6Export = (file: string): Readonly<Record<string, SummaryMetric>> =>
  Object.fromEntries(
    Object.entries(read(file, exportSchema)?.metrics ?? {}).map(([name, beside]) => {
      const values = Object.fromEntries(Object.entries(beside).filter((entry): entry is [string, number] => typeof entry[1] === 'number')); // prettier-ignore
      return [name, { type: 'counter', contains: 'default', values }];
    }),
  );
