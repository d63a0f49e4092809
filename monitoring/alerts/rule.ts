// What a rule is, and how it builds its findings.
import type { AlertLine, Severity } from '../../kpis.ts';
import type { Facts } from './facts.ts';
import type { Finding, FindingState, Level, Topic } from './finding.ts';

/** One rule in each file; `rules/rule-list.ts` lists them. */
export type Rule = { id: string; judge(facts: Facts): Finding[] };

export type Fixed = {
  rule: string;
  topic: Topic;
  level: Level;
  severity: Severity;
  limit: string;
  runbook: string;
  keepMs: number;
};
export type Seen = {
  subject: string;
  state: FindingState;
  literal: Finding['literal'];
  found: number | null;
  n: number;
  text: () => string;
  bound: () => string;
  firstBadMs: number | null;
  lastBadMs: number | null;
};

/** Texts are built when they are read: most findings are ok, and their texts are never shown. */
class LazyFinding implements Finding {
  readonly rule: string;
  readonly topic: Topic;
  readonly subject: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly state: FindingState;
  readonly literal: Finding['literal'];
  readonly limit: string;
  readonly found: number | null;
  readonly n: number;
  readonly runbook: string;
  readonly firstBadMs: number | null;
  readonly lastBadMs: number | null;
  readonly keepMs: number;
  readonly #seen: Seen;

  constructor(fixed: Fixed, seen: Seen) {
    this.rule = fixed.rule;
    this.topic = fixed.topic;
    this.subject = seen.subject;
    this.level = fixed.level;
    this.severity = fixed.severity;
    this.state = seen.state;
    this.literal = seen.literal;
    this.limit = fixed.limit;
    this.found = seen.found;
    this.n = seen.n;
    this.runbook = fixed.runbook;
    this.firstBadMs = seen.firstBadMs;
    this.lastBadMs = seen.lastBadMs;
    this.keepMs = fixed.keepMs;
    this.#seen = seen;
  }

  get text(): string {
    return this.#seen.text();
  }

  get bound(): string {
    return this.#seen.bound();
  }

  /** All of it, as plain data. */
  toJSON(): Finding {
    return { ...this, text: this.text, bound: this.bound };
  }
}

export const finding = (fixed: Fixed, seen: Seen): Finding => new LazyFinding(fixed, seen);
/** A copy that holds its texts. */
export const plainFinding = (f: Finding): Finding => ({ ...f, text: f.text, bound: f.bound });

export const levelOf = ({ level, runbook }: AlertLine): Pick<Fixed, 'level' | 'runbook'> => ({ level, runbook });
