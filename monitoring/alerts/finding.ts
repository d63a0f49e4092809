// The finding of an alert rule at one moment.
import type { AlertLine, Severity } from '../../kpis.ts';
import { shellQuoted } from '../../common/shell-quoted.ts';

export type Level = AlertLine['level'];
export const LEVELS = ['critical', 'warning', 'info'] as const satisfies readonly Level[];
export const SEVERITIES = ['P0', 'P1', 'P2', 'P3'] as const satisfies readonly Severity[];

/** What an incident is about. */
export const TOPICS = [
  'application',
  'availability',
  'error-rate',
  'response-time',
  'budget',
  'database',
  'external-apis',
  'authentication',
  'voting',
  'search',
  'front-page',
  'security',
  'coverage',
  'certificate',
  'deployment',
  'degradation',
  'rate-limit',
] as const;
export type Topic = (typeof TOPICS)[number];

/** firing: proved. suspected: the condition holds, the data cannot prove it. unknown: not judged. */
export type FindingState = 'ok' | 'suspected' | 'firing' | 'unknown';

export type Finding = {
  /** `availability.critical`; `subject` is what it is about. */
  rule: string;
  topic: Topic;
  /** `all`, an endpoint, a dependency, a check. */
  subject: string;
  level: Level;
  severity: Severity;
  state: FindingState;
  /** Whether the runbook's condition holds literally, without proof. */
  literal: 'holds' | 'broken' | 'not-measured';
  /** The condition that must hold: operator, number, unit, window. */
  limit: string;
  /** In the unit of the limit; null where nothing was measured. */
  found: number | null;
  text: string;
  n: number;
  /** The bound that n samples prove. */
  bound: string;
  runbook: string;
  /** The first and the last failure that the rule looked at, ms since 1970. */
  firstBadMs: number | null;
  lastBadMs: number | null;
  /** How long the rule must be ok before its alert is resolved, ms. */
  keepMs: number;
  /** Set during maintenance or a silence, ms since 1970: no notices about this topic until then. */
  quietUntilMs?: number;
};

const REPRODUCE: Partial<Record<string, (target: string) => string>> = {
  authentication: (target) => `npm run gate -- --target ${target} --only journeys`,
  voting: (target) => `npm run gate -- --target ${target} --only journeys`,
  search: (target) => `npm run gate -- --target ${target} --only journeys`,
  'front-page': (target) => `npm run gate -- --target ${target} --only journeys`,
  security: (target) => `npm run gate -- --target ${target} --only security`,
  certificate: (target) => `npm run gate -- --target ${target} --only security`,
};
/** The command that repeats the probe. */
export const reproduceCommand = (target: string, topic: string): string =>
  (REPRODUCE[topic] ?? ((of) => `npm run monitor -- --target ${of} --for 270s`))(shellQuoted(target));

export const describeFinding = (f: Finding): string =>
  `${f.rule} ${f.subject}: ${f.text}, must be ${f.limit} (n ${f.n}; ${f.bound})`;

/** Topics about our own tool: never a breach of the site. */
const OURS: ReadonlySet<Topic> = new Set(['coverage']);
/** Rules of the runbook that every tick must judge. If one is not judged, the tick is inconclusive. */
const OWED: ReadonlySet<string> = new Set([
  'availability.critical',
  'error-rate.critical',
  'error-rate.warning',
  'response-time.critical',
  'response-time.warning',
  'application.critical',
]);

/** A journey that was tried of late, and no run of it decided anything. A silence is wanted. */
const isUndecided = ({ rule, state, n, quietUntilMs }: Finding): boolean =>
  rule.startsWith('journey.') && state === 'unknown' && n > 0 && quietUntilMs === undefined;

/** A tick's verdict, for the exit code: firing is a breach, an unjudged rule of the runbook is inconclusive, a suspicion warns. */
export function tickVerdict(findings: readonly Finding[]): 'pass' | 'warn' | 'breach' | 'inconclusive' {
  const firing = findings.filter(({ state }) => state === 'firing');
  if (firing.some(({ topic, level }) => !OURS.has(topic) && level !== 'info')) return 'breach';
  const owed = findings.filter(({ rule, subject }) => OWED.has(rule) && subject === 'all');
  if (owed.length === 0 || owed.some(({ state }) => state === 'unknown')) return 'inconclusive';
  if (findings.some(isUndecided)) return 'inconclusive';
  if (firing.some(({ topic }) => OURS.has(topic))) return 'inconclusive';
  return firing.length > 0 || findings.some(({ state }) => state === 'suspected') ? 'warn' : 'pass';
}
