// A notice as lines of text, the most important first. All channels show these texts.
import { printable } from '../../reports/formats/escape.ts';
import type { Evidence, Notice } from './notice.ts';

export type Fact = { name: string; value: string };
type Recovery = NonNullable<Notice['recovery']>;

const oneLine = (text: string): string => printable(text).replaceAll(/\s+/g, ' ').trim();
/** Cuts to `most` characters and ends with an ellipsis. Never cuts a surrogate pair. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** `GET /api/search at 11:59:56 UTC: server-error, status 500, expected 200; body begins "..."; request id x`. */
export function evidenceLine({ what, at, status, code, message, bodyLine, requestId }: Evidence): string {
  // A probe's message may begin with the status: it is not printed twice.
  const hasStatus = message?.startsWith(`status ${status}`) === true;
  const answer = hasStatus ? message : status === null ? 'no answer' : `status ${status}`;
  return oneLine(
    [
      `${what} at ${at.slice(11, 19)} UTC: ${[...(code === null ? [] : [code]), answer].join(', ')}`,
      ...(hasStatus || message === null || message === '' ? [] : [message]),
      ...(bodyLine === null ? [] : [`body begins "${bodyLine}"`]),
      ...(requestId === null ? [] : [`request id ${requestId}`]),
    ].join('; '),
  );
}

const minute = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** The marks that begin a title. */
export const marksOf = ({ isTest, isRepeat }: Pick<Notice, 'isTest' | 'isRepeat'>): string =>
  `${isTest ? '[TEST: nothing is broken] ' : ''}${isRepeat ? '[repeat: you may have received this before] ' : ''}`;
export const titleOf = (notice: Notice): string => oneLine(`${marksOf(notice)}${notice.headline}`);

/** Short facts by name, the most important first. */
export function factsOf(notice: Notice): Fact[] {
  const { incident: i, respond, recovery, people } = notice;
  const facts: Fact[] = [
    { name: i.level === 'info' ? 'Event' : 'Problem', value: notice.broken },
    { name: 'Affected', value: notice.forWhom },
    { name: 'Started', value: minute(i.startedAt) },
  ];
  if (recovery !== null) {
    facts.push(
      { name: 'Duration', value: durationText(i.level, recovery) },
      ...(i.acknowledgedBy === null ? [] : [{ name: 'Acknowledged by', value: i.acknowledgedBy }]),
      { name: 'Resolved by', value: recovery.by ?? 'the monitor (every rule is ok again)' },
    );
    return facts.map(clean);
  }
  facts.push({ name: 'Severity', value: `${i.severity}, ${i.level}` });
  if (respond !== null)
    facts.push({
      name: 'Respond by',
      value: `${minute(respond.by)}, ${respond.by < notice.at ? 'overdue' : respond.within}`,
    });
  if (people.length > 0)
    facts.push({ name: i.acknowledgedBy === null ? 'On call' : 'Acknowledged by', value: people.join(', ') });
  return facts.map(clean);
}
const durationText = (level: Notice['incident']['level'], { lasted, allowed, isMet }: Recovery): string =>
  level === 'info' ? lasted : `${lasted}; recovery time objective ${allowed}: ${isMet ? 'met' : 'missed'}`;
const clean = ({ name, value }: Fact): Fact => ({ name, value: oneLine(value) });

/** The failing answers, then what the rules measured. Empty for a resolution. */
export const evidenceLines = (notice: Notice): string[] =>
  notice.recovery !== null ? [] : [...notice.evidence.map(evidenceLine), ...ruleLines(notice)];
const ruleLines = ({ measured, recovery }: Notice): string[] =>
  recovery !== null ? [] : measured.map((line) => `Rule ${oneLine(line)}`);

/** The runbook's steps, numbered. Empty for a resolution. */
export const stepLines = ({ runbook, recovery }: Notice): string[] =>
  recovery !== null ? [] : runbook.steps.map((step, n) => `${n + 1}. ${oneLine(step)}`);

/** The heading above the runbook's steps. */
export const stepsTitle = ({ runbook }: Notice): string => `First steps from the runbook (${runbook.section})`;

/** Everything after the title, one fact a line, for console, e-mail and webhook. */
export function bodyLines(notice: Notice): string[] {
  const steps = stepLines(notice);
  const seen = evidenceLines(notice);
  return [
    ...notice.news.map(oneLine),
    ...factsOf(notice).map(({ name, value }) => `${name}: ${value}`),
    ...seen.map((line) => (line.startsWith('Rule ') ? line : `Evidence: ${line}`)),
    ...(notice.curl === null || notice.recovery !== null ? [] : [`Reproduce: ${notice.curl}`]),
    ...(steps.length === 0 ? [] : [`${stepsTitle(notice)}:`, ...steps.map((step) => `  ${step}`)]),
    ...acknowledgeLines(notice),
    ...notice.links.map(({ name, url }) => `${capital(name)}: ${url}`),
    `Site: ${notice.target}`,
    `Incident: ${notice.incident.id}`,
  ];
}

export const acknowledgeLines = ({ acknowledge }: Notice): string[] =>
  acknowledge === null
    ? []
    : [
        ...(acknowledge.url === undefined ? [] : [`Acknowledge: ${acknowledge.url}`]),
        `Acknowledge by command: ${acknowledge.command}`,
      ];

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
