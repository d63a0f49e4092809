// One step of one alert family: open, reopen, continue, recover, resolve, remind. Pure.
import { INCIDENT_RULES } from '../../judging.ts';
import { LEVELS, SEVERITIES } from '../alerts/finding.ts';
import { ordinal, showSpan } from '../../common/number-text.ts';
import { respondMs } from './incident-clocks.ts';
import type { Family } from './incident-family.ts';
import { seenNow, worst, type Seen } from './incident-seen.ts';
import { TITLE_ORDER, type Incident } from './incident.ts';
import { remind } from './incident-reminder.ts';
import type { StepRecord } from './step-record.ts';

export function stepFamily(
  step: StepRecord,
  family: Family,
  known: Incident | undefined,
  levels: number,
): Incident | undefined {
  const { now } = step;
  const active = family.alerts.filter(({ state }) => state !== 'pending');
  if (family.firing.length > 0) {
    const seen = seenNow(family, now);
    if (known === undefined || known.state === 'resolved') {
      const { reopenMs, reopenSlackMs } = INCIDENT_RULES;
      const isSame = known !== undefined && seen.startedMs - known.lastBadMs <= reopenMs + reopenSlackMs;
      return isSame ? reopen(step, known, seen) : open(step, family.name, seen);
    }
    return remind(step, update(step, known, seen), levels);
  }
  if (known === undefined || known.state === 'resolved') return known;
  if (active.length === 0) {
    // Missing alerts do not resolve an incident. A current ok does.
    const isOk = known.level === 'info' || family.findings.some(({ state }) => state === 'ok');
    return isOk ? resolve(step, known) : remind(step, known, levels);
  }
  if (active.every(({ state }) => state === 'resolving')) {
    if (known.recoveringMs !== null) return known;
    return step.record({ ...known, recoveringMs: now }, 'recovering', 'every rule is ok; not yet resolved');
  }
  return remind(step, known, levels);
}

function open(step: StepRecord, family: string, seen: Seen): Incident {
  const { now } = step;
  const incident: Incident = {
    id: step.freeId(`${seen.topic}-`),
    family,
    topic: seen.topic,
    state: 'open',
    level: seen.level,
    severity: seen.severity,
    startedMs: seen.startedMs,
    lastBadMs: seen.lastBadMs,
    openedMs: now,
    acknowledgedMs: null,
    acknowledgedBy: null,
    resolvedMs: null,
    resolvedBy: null,
    scope: seen.scope,
    openedScope: seen.scope,
    wasDown: seen.topic === 'application',
    returns: 0,
    recoveringMs: null,
    topics: seen.topics,
    heldBack: [],
    lines: seen.lines,
    runbook: seen.runbook,
    reminders: 0,
    nextReminderMs: seen.level === 'info' ? null : now + respondMs(seen),
    escalation: 0,
    noticesMs: [],
    assessedMs: null,
    mitigatedMs: null,
    postMortemMs: null,
  };
  return step.record(incident, 'opened', seen.lines.join('\n'));
}

function reopen(step: StepRecord, known: Incident, seen: Seen): Incident {
  const { now } = step;
  const isAcknowledged = known.acknowledgedMs !== null && known.resolvedBy === null;
  const again: Incident = {
    ...merged(known, seen),
    state: isAcknowledged ? 'acknowledged' : 'open',
    resolvedMs: null,
    resolvedBy: null,
    recoveringMs: null,
    returns: known.returns + 1,
    lines: seen.lines,
    nextReminderMs: seen.level === 'info' ? null : now + respondMs(seen),
  };
  const after = showSpan(Math.max(0, seen.startedMs - known.lastBadMs));
  return step.record(
    again,
    'reopened',
    `fired again after ${after}, for the ${ordinal(again.returns)} time\n${seen.lines.join('\n')}`,
  );
}

const merged = (known: Incident, seen: Seen): Incident => ({
  ...known,
  topic: TITLE_ORDER.find((t) => t === known.topic || t === seen.topic) ?? known.topic,
  level: worst(LEVELS, [known.level, seen.level]),
  severity: worst(SEVERITIES, [known.severity, seen.severity]),
  lastBadMs: Math.max(known.lastBadMs, seen.lastBadMs),
  scope: worst(['all', 'some', 'one'] as const, [known.scope, seen.scope]),
  wasDown: known.wasDown || seen.topic === 'application',
  topics: [...new Set([...known.topics, ...seen.topics])],
  runbook: [...new Set([...known.runbook, ...seen.runbook])],
});

/** Still firing: updates the incident and sends a notice if it got worse. */
function update(step: StepRecord, known: Incident, seen: Seen): Incident {
  let after = merged(known, seen);
  if (known.recoveringMs !== null) {
    after = { ...after, recoveringMs: null };
    // A window that is full only now may show old failures: nothing failed again.
    if (seen.lastBadMs > known.lastBadMs)
      after = step.record(
        { ...after, returns: known.returns + 1 },
        'returned',
        `fires again after ${showSpan(Math.max(0, step.now - known.recoveringMs))} in which every rule was ok`,
      );
  }
  const isWorse = after.level !== known.level || after.severity !== known.severity;
  const isAllNow = known.openedScope === 'one' && known.scope !== 'all' && after.scope === 'all';
  const isDownNow = !known.wasDown && after.wasDown;
  if (isWorse || isAllNow || isDownNow) {
    // An acknowledgement does not cover a worse state: the incident is open again.
    const state = isWorse ? 'open' : after.state;
    const lines = seen.lines;
    const nextReminderMs = isWorse ? step.now + respondMs(after) : after.nextReminderMs;
    return step.record({ ...after, state, lines, nextReminderMs }, 'grew', lines.join('\n'));
  }
  const joined = after.topics.filter((t) => !known.topics.includes(t));
  if (joined.length > 0) return step.record(after, 'joined', `also firing: ${joined.join(', ')}`);
  const isSame = after.lastBadMs === known.lastBadMs && after.scope === known.scope && known.recoveringMs === null;
  return isSame ? known : step.update(after);
}

function resolve(step: StepRecord, known: Incident): Incident {
  const lasted = showSpan(Math.max(0, known.lastBadMs - known.startedMs));
  const after: Incident = {
    ...known,
    state: 'resolved',
    resolvedMs: step.now,
    recoveringMs: null,
    nextReminderMs: null,
  };
  return step.record(after, 'resolved', `lasted ${lasted}, last failure ${new Date(known.lastBadMs).toISOString()}`);
}
