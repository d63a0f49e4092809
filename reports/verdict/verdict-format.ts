// The schema of verdict.json. The published schema is generated from it.
import { z } from 'zod';
import { KPIS, STAGES, type KpiId, type Stage } from '../../kpis.ts';
import { ERROR_CODES, PROFILES } from '../result.ts';
import { VERDICTS } from './exit-codes.ts';

const stage = z.enum(STAGES as [Stage, ...Stage[]]);
const word = z.enum(VERDICTS);
const judged = z.enum([
  'pass',
  'warn',
  'breach',
  'suspected',
  'inconclusive',
  'not-judged',
  'not-observable',
  'not-selected',
]);
const found = z.number().nullable().describe('In the unit of the KPI; null where nothing was measured');
const text = z.string().describe('`found` as a person reads it, with its unit');

const line = z.strictObject({
  name: z.enum(['hard-down', 'target', 'critical', 'warning', 'info']),
  limit: z.string().describe('Operator, number, unit'),
  verdict: z.enum(['held', 'breach', 'suspected', 'not-judged']),
  required: z.boolean().describe('Without a judgement of this line the KPI is inconclusive'),
  reason: z.string(),
  source: z.string().describe('Section of the runbook, or what else the number comes from'),
});

const part = z.strictObject({
  subject: z.string().describe('Endpoint, page or dependency'),
  variant: z.string().optional(),
  verdict: judged,
  n: z.int().nonnegative(),
  found,
  text,
  reason: z.string(),
});

const known = z.strictObject({
  state: z.enum(['known', 'expired', 'vanished']),
  fingerprint: z.string(),
  owner: z.string(),
  expires: z.string().describe('The last day on which it counts, YYYY-MM-DD'),
});
const knownList = z
  .array(known)
  .optional()
  .describe('Entries of the known issues that this row met, or should have met');

const kpiRow = z.strictObject({
  id: z.enum(KPIS.map((k) => k.id) as [KpiId, ...KpiId[]]),
  title: z.string(),
  verdict: judged,
  required: z.boolean().describe('Without enough data the run is inconclusive; otherwise the row is informative'),
  severity: z.enum(['P0', 'P1', 'P2', 'P3']),
  limit: z.string().describe('The target: operator, number, unit'),
  unit: z.enum(['fraction', 'ms', 'score', 'ratio', 'status']),
  found,
  text,
  n: z.int().nonnegative(),
  reason: z.string(),
  /** The runbook's literal verdict on the found number, even if n is too small to prove it. */
  runbookState: z.strictObject({
    level: z.enum(['no-data', 'within-target', 'target-missed', 'info', 'warning', 'critical']),
    text: z.string(),
  }),
  source: z.string(),
  lines: z.array(line),
  parts: z.array(part).describe('Per endpoint, page or dependency; either these or the whole breaches'),
  known: knownList,
  sources: z.array(z.strictObject({ source: z.enum(['probe', 'load']), n: z.int().nonnegative(), found, text })),
});

const failures = z.array(z.strictObject({ code: z.enum(ERROR_CODES), message: z.string() }));
const outcome = z.enum(['pass', 'fail', 'warn', 'inconclusive', 'broken', 'skipped']);
const variantRow = z.strictObject({
  variant: z.string().optional(),
  outcome,
  durationMs: z.number().nonnegative().describe('Of all its runs together'),
  failures,
  evidence: z.array(z.string()).describe("Paths below the run's folder"),
  rerun: z.string(),
  attempts: z.int().positive().optional().describe('How often it ran; not given: once'),
  earlier: z
    .array(z.strictObject({ outcome, durationMs: z.number().nonnegative(), failures }))
    .optional()
    .describe('The runs before the last one, oldest first, each with what failed in it'),
});

const checkRow = z.strictObject({
  id: z.string(),
  title: z.string(),
  stage,
  verdict: z.enum(['pass', 'warn', 'breach', 'inconclusive', 'broken', 'skipped', 'not-selected']),
  reason: z.string().optional(),
  durationMs: z.number().nonnegative(),
  variants: z.array(variantRow),
  known: knownList,
});

const stageRow = z.strictObject({
  stage,
  status: z.enum(['done', 'skipped', 'broken', 'inconclusive', 'not-selected']),
  reason: z.string().optional(),
  durationMs: z.number().nonnegative(),
});

const cause = z.strictObject({
  verdict: z.enum(['breach', 'broken', 'inconclusive', 'warn']),
  id: z.string().describe('KPI, check, `stage NAME` or `results`'),
  message: z.string(),
  fact: z.string().optional().describe('What it has in common with other causes, such as `GET /api/search 500`'),
  also: z.array(z.string()).optional().describe('Ids of the causes with the same fact, which this one stands for'),
  sameAs: z.string().optional().describe('Id of the cause that stands for this one'),
});

export const verdictSchema = z
  .strictObject({
    schema: z.literal(1),
    runId: z.string(),
    target: z.string(),
    profile: z.enum(PROFILES).nullable().describe('null where the results do not tell'),
    commit: z.string().optional(),
    startedAt: z.iso.datetime().nullable(),
    durationMs: z.number().nonnegative(),
    verdict: word,
    exitCode: z.int().min(0).max(3),
    kpis: z.array(kpiRow).describe('Every declared KPI has a row'),
    checks: z.array(checkRow).describe('Every declared check has a row'),
    stages: z.array(stageRow).describe('Every stage has a row'),
    causes: z.array(cause).describe('Why the verdict is not pass, the deciding ones first'),
  })
  .meta({ title: 'Verdict of a run (verdict.json)' });

export type Verdict = z.infer<typeof verdictSchema>;
export type KpiRow = z.infer<typeof kpiRow>;
export type LineRow = z.infer<typeof line>;
export type KnownRow = z.infer<typeof known>;
export type PartRow = z.infer<typeof part>;
export type VariantRow = z.infer<typeof variantRow>;
export type CheckRow = z.infer<typeof checkRow>;
export type StageRow = z.infer<typeof stageRow>;
export type Cause = z.infer<typeof cause>;

/** The text of verdict.schema.json (JSON Schema 2020-12), short lists on one line as the formatter wants them. */
export const verdictJsonSchema = (): string =>
  `${JSON.stringify(z.toJSONSchema(verdictSchema), null, 2)}\n`.replace(
    /^( *(?:"\w+": )?)\[\n([^[\]{}]+?)\n *\](,?)$/gm,
    (all: string, key: string, items: string, comma: string) => {
      const line = `${key}[${items.trim().replace(/\n */g, ' ')}]${comma}`;
      return line.length <= 120 ? line : all;
    },
  );

/** The ids of the breaching KPIs and checks; the proof compares them with the declared ones of a fault. */
export const failingIds = (verdict: Verdict): string[] =>
  [...verdict.kpis, ...verdict.checks].filter((row) => row.verdict === 'breach').map((row) => row.id);
