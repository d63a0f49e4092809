// Our own rule: the certificate expires. Days from kpis.ts.
import { KEEP_FIRING } from '../../../judging.ts';
import { CERTIFICATE_DAYS } from '../../../kpis.ts';
import type { Finding, FindingState } from '../finding.ts';
import { finding, type Rule } from '../rule.ts';

const DAY_MS = 86_400_000;

export const judgeCertificate = (days: number, limit: number): FindingState => (days < limit ? 'firing' : 'ok');

export const certificate: Rule = {
  id: 'certificate',
  judge: ({ site, now }): Finding[] => {
    if (site.certificateExpiresAtMs === undefined) return [];
    const days = (site.certificateExpiresAtMs - now) / DAY_MS;
    const lines = [
      { level: 'critical', severity: 'P1', limit: CERTIFICATE_DAYS.fail },
      { level: 'warning', severity: 'P2', limit: CERTIFICATE_DAYS.warn },
    ] as const;
    return lines.map(({ level, severity, limit }) => {
      const state = judgeCertificate(days, limit);
      return finding(
        {
          rule: `certificate.${level}`,
          topic: 'certificate',
          level,
          severity,
          limit: `>= ${limit} days left`,
          runbook: 'ours: R6 Security Monitoring',
          keepMs: KEEP_FIRING.certificate,
        },
        {
          subject: 'all',
          state,
          literal: state === 'ok' ? 'holds' : 'broken',
          found: days,
          n: 1,
          text: () => `${days.toFixed(1)} days left`,
          bound: () => `expires ${new Date(site.certificateExpiresAtMs as number).toISOString()}`,
          firstBadMs: state === 'firing' ? now : null,
          lastBadMs: state === 'firing' ? now : null,
        },
      );
    });
  },
};
