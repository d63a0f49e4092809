// Notices for tests of channels: an outage from opening to resolution, and one with long and hostile texts.
import { exampleChange, exampleEvidence } from '../../../monitoring/notify/example-notices.ts';
import type { ChangeKind, Incident } from '../../../monitoring/incidents/incident.ts';
import { readOnCall } from '../../../monitoring/incidents/on-call.ts';
import type { LinkBases } from '../../../monitoring/notify/notice-links.ts';
import type { Evidence, Notice } from '../../../monitoring/notify/notice.ts';
import { writeNotice } from '../../../monitoring/notify/write-notice.ts';

export const AT = Date.UTC(2026, 0, 2, 12);
export const TARGET = 'https://mysetlist-sonnet.vercel.app';
export const BASES: LinkBases = {
  page: 'https://status.example/mysetlist/',
  runbook: 'https://docs.example/runbook',
  run: 'https://github.com/owner/checks/actions/runs/42',
  acknowledge: 'https://github.com/owner/checks/actions/workflows/acknowledge.yml',
  repository: 'owner/checks',
};

export function sampleNotice(
  kind: ChangeKind = 'opened',
  more: {
    incident?: Partial<Incident>;
    evidence?: Evidence[];
    bases?: LinkBases;
    secrets?: string[];
    attempts?: number;
  } = {},
): Notice {
  const { incident = {}, evidence = exampleEvidence(AT), bases = BASES, secrets = [], attempts = 0 } = more;
  const change = exampleChange(AT, kind, {
    ...(kind === 'acknowledged' ? { acknowledgedBy: 'ada', acknowledgedMs: AT } : {}),
    ...incident,
  });
  return writeNotice({ target: TARGET, onCall: readOnCall(), bases, secrets }, { ...change, attempts }, evidence);
}

/** Markup, mentions, commands and control characters of every receiver. */
export const NASTY =
  '<!channel> @everyone <@U1> & *b* _i_ `c` ```block``` [x](http://evil.example) --> # h | ~s~ \u001b[31m \u0000 "q" \'s\' <script>alert(1)</script> 😀';
export const nastyNotice = (length = 0): Notice => {
  const text = length === 0 ? NASTY : NASTY.repeat(Math.ceil(length / NASTY.length)).slice(0, length);
  return sampleNotice('escalated', {
    incident: { lines: Array.from({ length: 12 }, () => text) },
    evidence: Array.from({ length: 3 }, () => ({
      ...(exampleEvidence(AT)[0] as Evidence),
      message: text,
      bodyLine: text,
      requestId: text,
    })),
  });
};
export const KINDS: readonly ChangeKind[] = [
  'opened',
  'reopened',
  'grew',
  'reminded',
  'escalated',
  'acknowledged',
  'resolved',
  'post-mortem',
];
