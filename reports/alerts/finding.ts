// What an alert rule found, and what the rules look at.
import type { AlertLine, KpiId, Severity } from '../../kpis.ts';
import type { HttpRecord, MetricRecord } from '../result.ts';

export type Finding = {
  /** `availability.critical`; the subject tells of what. */
  rule: string;
  /** One incident per topic: a KPI, or the application as a whole. */
  topic: KpiId | 'application';
  /** `all`, an endpoint, or a dependency. */
  subject: string;
  level: AlertLine['level'];
  severity: Severity;
  /** firing: proved. suspected: the runbook's words hold, n cannot prove it. window-not-full: not judged. */
  state: 'ok' | 'suspected' | 'firing' | 'window-not-full';
  /** The condition that must hold: operator, number, unit, window. */
  limit: string;
  found: number | null;
  text: string;
  n: number;
  /** What n can prove. */
  bound: string;
  runbook: string;
  /** The command that asks again. */
  reproduce: string;
};

export type RuleInput = {
  now: Date;
  target: string;
  samples: readonly HttpRecord[];
  metrics: readonly MetricRecord[];
  /** The KPIs that the monitor measures; without it, all that can be observed and have an alert. */
  kpis?: readonly KpiId[];
};

/** Single-quoted for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
export const acknowledging = (target: string, incident: string): string =>
  `npm run incidents -- --target ${quoted(target)} --acknowledge ${incident} --by NAME`;
export const reproduce = (target: string): string => `npm run monitor -- --target ${quoted(target)} --for 270s`;
