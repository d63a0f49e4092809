// A notice as lines of text, shortest first: what every channel shows, whatever its markup.
import { printable } from '../../reports/formats/escape.ts';
import type { Evidence, Notice } from './notice.ts';

export type Fact = { name: string; value: string };

const oneLine = (text: string): string => printable(text).replaceAll(/\s+/g, ' ').trim();
/** Cut to `most` characters, with a mark; never inside a surrogate pair. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** `GET /api/search: 500, server-error; body begins "..."; request id x`. */
export function evidenceLine({ what, at, status, code, message, bodyLine, requestId }: Evidence): string {
  const answer = [status === null ? 'no answer' : `status ${status}`, ...(code === null ? [] : [code])].join(', ');
  // A probe's message may begin with the status, which stands there already.
  const said = (message ?? '').replace(/^status \d+,? ?/, '');
  return oneLine(
    [
      `${what} at ${at.slice(11, 19)} UTC: ${answer}`,
      ...(said === '' ? [] : [said]),
      ...(bodyLine === null ? [] : [`body begins "${bodyLine}"`]),
      ...(requestId === null ? [] : [`request id ${requestId}`]),
    ].join('; '),
  );
}

const minute = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** Marks that come before everything else. */
export const marksOf = ({ isTest, isRepeat }: Pick<Notice, 'isTest' | 'isRepeat'>): string =>
  `${isTest ? '[TEST, nothing is broken] ' : ''}${isRepeat ? '[repeat: an earlier delivery may have arrived] ' : ''}`;
export const titleOf = (notice: Notice): string => oneLine(`${marksOf(notice)}${notice.headline}`);

/** Short facts by name, in the order in which they matter. */
export function factsOf(notice: Notice): Fact[] {
  const { incident: i, respond, recovery, people } = notice;
  const facts: Fact[] = [
    { name: recovery === null ? 'Broken' : 'Was broken', value: notice.broken },
    { name: 'For whom', value: notice.forWhom },
    { name: 'Since', value: minute(i.startedAt) },
  ];
  if (recovery !== null) {
    facts.push(
      {
        name: 'Lasted',
        value: `${recovery.lasted}, the runbook allows ${recovery.allowed}: ${recovery.isMet ? 'met' : 'missed'}`,
      },
      ...(i.acknowledgedBy === null ? [] : [{ name: 'Worked on by', value: i.acknowledgedBy }]),
      { name: 'Ended by', value: recovery.by ?? 'the checks: they pass again' },
    );
    return facts.map(clean);
  }
  facts.push({
    name: 'How bad',
    value: `${i.severity}, ${i.level}${respond === null ? '' : `: respond by ${minute(respond.by)} (${respond.within})`}`,
  });
  if (people.length > 0)
    facts.push({ name: i.acknowledgedBy === null ? 'Asked to respond' : 'On it', value: people.join(', ') });
  return facts.map(clean);
}
const clean = ({ name, value }: Fact): Fact => ({ name, value: oneLine(value) });

/** What was seen: evidence first, then what the rules measured. Empty for a resolution. */
export const evidenceLines = (notice: Notice): string[] =>
  notice.recovery !== null ? [] : [...notice.evidence.map(evidenceLine), ...notice.measured.map(oneLine)];

/** `R4 ...: step`, numbered. */
export const stepLines = ({ runbook, recovery }: Notice): string[] =>
  recovery !== null ? [] : runbook.steps.map((step, n) => `${n + 1}. ${oneLine(step)}`);

/** Everything after the title, one fact a line: console, e-mail, webhook. */
export function bodyLines(notice: Notice): string[] {
  const steps = stepLines(notice);
  const seen = evidenceLines(notice);
  return [
    ...notice.news.map(oneLine),
    ...factsOf(notice).map(({ name, value }) => `${name}: ${value}`),
    ...seen.map((line) => `Seen: ${line}`),
    ...(notice.curl === null || notice.recovery !== null ? [] : [`Show it: ${notice.curl}`]),
    ...(steps.length === 0 ? [] : [`Runbook: ${notice.runbook.section}`, ...steps.map((step) => `  ${step}`)]),
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
        ...(acknowledge.url === undefined ? [] : [`Acknowledge here: ${acknowledge.url}`]),
        `Acknowledge by command: ${acknowledge.command}`,
      ];

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
