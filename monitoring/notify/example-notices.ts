// Example notices: for `npm run notify -- --test`, for unit tests and for the pictures in the docs.
import { NOTIFY_RULES } from '../../judging.ts';
import type { Channel } from './channel.ts';
import type { StoredChange } from '../incidents/incident-rows.ts';
import type { ChangeKind, Incident } from '../incidents/incident.ts';
import type { Evidence, Notice } from './notice.ts';
import { writeNotice, type NoticeSetting } from './write-notice.ts';

/** An outage of `GET /api/search` that began 90 s before `now`. */
export function exampleChange(
  now: number,
  kind: ChangeKind = 'opened',
  more: Partial<Incident> = {},
): StoredChange & { attempts: number } {
  const isResolved = kind === 'resolved';
  const incident: Incident = {
    id: `availability-${now}`,
    family: 'service',
    topic: 'availability',
    state: isResolved ? 'resolved' : kind === 'acknowledged' ? 'acknowledged' : 'open',
    level: 'critical',
    severity: 'P0',
    startedMs: now - 90_000,
    lastBadMs: now,
    openedMs: now - 60_000,
    acknowledgedMs: null,
    acknowledgedBy: null,
    resolvedMs: isResolved ? now : null,
    resolvedBy: null,
    scope: 'one',
    openedScope: 'one',
    wasDown: false,
    returns: 0,
    recoveringMs: null,
    topics: ['availability'],
    heldBack: [],
    lines: ['availability.critical GET /api/search: 61.2 %, must be >= 99.5 % over 5 min (n 49; at most 74.9 %)'],
    runbook: ['R3 Availability'],
    reminders: 0,
    nextReminderMs: null,
    escalation: 0,
    noticesMs: [],
    assessedMs: null,
    mitigatedMs: null,
    postMortemMs: null,
    ...more,
  };
  return {
    incident,
    at: now,
    kind,
    by: incident.acknowledgedBy,
    text: '',
    deliverFromMs: now,
    seq: isResolved ? 2 : 1,
    attempts: 0,
  };
}

export const exampleEvidence = (now: number): Evidence[] => [
  {
    what: 'GET /api/search',
    at: new Date(now - 4_000).toISOString(),
    status: 500,
    code: 'server-error',
    message: 'status 500 (application/json), expected 200',
    bodyLine: '{"error":"Search failed"}',
    requestId: 'fra1::iad1::x7k2p-1767355200000-3f2a',
  },
];

/** What `--test` sends: an opened notice marked as a test and, if the receiver has a state, its resolution. */
export function testNotices(setting: NoticeSetting, keepsState: boolean, now: number): Notice[] {
  return (['opened', 'resolved'] as const).slice(0, keepsState ? 2 : 1).map((kind) => ({
    ...writeNotice(setting, exampleChange(now, kind, { id: `test-${now}` }), exampleEvidence(now)),
    isTest: true,
  }));
}

/** Undefined if all were delivered, otherwise the error. */
export async function sendTest(channel: Channel, notices: readonly Notice[]): Promise<string | undefined> {
  try {
    for (const notice of notices) {
      if (channel.skips?.includes(notice.kind) === true) continue;
      const signal = AbortSignal.timeout(NOTIFY_RULES.deadlineMs);
      const late = Promise.withResolvers<never>();
      signal.addEventListener('abort', () =>
        late.reject(new Error(`no answer within ${NOTIFY_RULES.deadlineMs / 1_000} s`)),
      );
      await Promise.race([channel.send(notice, signal), late.promise]);
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
