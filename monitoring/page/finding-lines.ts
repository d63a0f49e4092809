// Groups the firing lines of an incident by rule: one section for each rule, one row for each endpoint.

export type RuleGroup = { rule: string; limit: string; rows: { subject: string; found: string; evidence: string }[] };

/** As describeFinding (alerts/finding.ts) writes them: `RULE SUBJECT: FOUND, must be LIMIT (n N; BOUND)`. */
const LINE = /^(\S+) (.*?): (.*), must be (.*?) \((n \d.*)\)$/s;

/** Lines in another format are returned unchanged, without a limit. */
export function groupByRule(lines: readonly string[]): RuleGroup[] {
  const groups = new Map<string, RuleGroup>();
  for (const line of lines) {
    const [, rule = '', subject = '', found = line, limit = '', evidence = ''] = LINE.exec(line) ?? [];
    const key = `${rule} ${limit}`;
    const group = groups.get(key) ?? { rule, limit, rows: [] };
    groups.set(key, group);
    group.rows.push({ subject, found, evidence });
  }
  return [...groups.values()];
}
