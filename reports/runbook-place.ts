// Where a check's or KPI's note of its source ("R6 Automated Security Checks", "Deployment Procedures: ...") stands in the runbook.

export type RunbookPlace = {
  /** A heading of docs/runbook.md. */
  section: string;
  anchor: string;
};

/** The runbook's sections in its order: R1 is the first. */
const SECTIONS: readonly RunbookPlace[] = [
  { section: 'Incident Response Procedures', anchor: 'incident-response' },
  { section: 'Deployment Procedures', anchor: 'deployment' },
  { section: 'Monitoring and Alerting', anchor: 'monitoring' },
  { section: 'Disaster Recovery', anchor: 'disaster-recovery' },
  { section: 'Performance Troubleshooting', anchor: 'performance' },
  { section: 'Security Incident Response', anchor: 'security' },
  { section: 'Database Operations', anchor: 'database' },
  { section: 'External API Management', anchor: 'external-apis' },
];

/** Undefined for another source (the design, the site's own description). */
export function runbookPlace(source: string): RunbookPlace | undefined {
  const [, number] = /\bR([1-8])\b/.exec(source) ?? [];
  if (number !== undefined) return SECTIONS[Number(number) - 1];
  return SECTIONS.find(({ section }) => source.includes(section));
}
