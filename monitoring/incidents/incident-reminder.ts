// Reminders of an incident that was not acknowledged. Pure.
import { showSpan } from '../../common/number-text.ts';
import { INCIDENT_RULES } from '../../judging.ts';
import { respondMs } from './incident-clocks.ts';
import type { Incident } from './incident.ts';
import type { StepRecord } from './step-record.ts';

/**
 * Reminds after the response time without an acknowledgement: the first time the same level, then one level up each time. After the last level
 * a P0 is repeated every hour: an outage must not become silent because it was missed.
 */
export function remind(step: StepRecord, known: Incident, levels: number): Incident {
  const { now } = step;
  if (known.state !== 'open' || known.nextReminderMs === null || now < known.nextReminderMs || step.isQuiet(known))
    return known;
  const isFirst = known.reminders === 0;
  const escalation = isFirst ? known.escalation : known.escalation + 1;
  const isRepeat = escalation >= levels;
  if (isRepeat && (known.severity !== 'P0' || levels === 0)) return step.update({ ...known, nextReminderMs: null });
  const isLast = escalation + 1 >= levels && known.severity === 'P0';
  const after = {
    ...known,
    reminders: known.reminders + 1,
    escalation: isRepeat ? known.escalation : escalation,
    nextReminderMs: now + (isLast ? INCIDENT_RULES.repeatMs : respondMs(known)),
  };
  const since = `not acknowledged ${showSpan(now - known.openedMs)} after the incident opened`;
  return isFirst || isRepeat
    ? step.record(after, 'reminded', since)
    : step.record(after, 'escalated', `${since}: escalated to the next level`);
}
