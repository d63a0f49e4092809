// Writes the notice for a change of an incident. All secrets are removed.
import type { GoodDeployment } from '../../reports/verdict/rollback-advice.ts';
import { redactValues } from '../../common/redact-text.ts';
import { showSpan } from '../../common/number-text.ts';
import { recoverMs, respondMs } from '../incidents/incident-clocks.ts';
import type { StoredChange } from '../incidents/incident-rows.ts';
import type { Incident } from '../incidents/incident.ts';
import { recipients, type OnCall } from '../incidents/on-call.ts';
import { problemTexts } from './problem-texts.ts';
import { curlOf } from './notice-evidence.ts';
import { acknowledgeOf, linksOf, type LinkBases } from './notice-links.ts';
import { isBadNews, isNoticeKind, type Evidence, type Notice, type NoticeKind } from './notice.ts';
import { sectionOf } from './runbook-sections.ts';

export type NoticeSetting = {
  target: string;
  onCall?: OnCall | undefined;
  bases: LinkBases;
  /** The deployment to roll back to; undefined where the history knows none. */
  lastGood?: GoodDeployment | undefined;
  /** Removed from every text. */
  secrets: readonly string[];
  /** The site requires the bypass header. */
  hasBypass?: boolean;
};

const iso = (ms: number): string => new Date(ms).toISOString();
const lower = (text: string): string =>
  /^[A-Z]{2}/.test(text) ? text : `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** Pure. `attempts`: earlier attempts to deliver this change through this channel. */
export function writeNotice(
  setting: NoticeSetting,
  change: StoredChange & { attempts: number },
  evidence: readonly Evidence[],
): Notice {
  const { target, onCall, bases } = setting;
  const { incident: i, seq } = change;
  const kind = isNoticeKind(change.kind) ? change.kind : 'post-mortem';
  const isBad = isBadNews(kind);
  const words = problemTexts(
    i,
    evidence.map(({ what }) => what).filter((what) => what.startsWith('GET ')),
  );
  const section = sectionOf(i.topic, target, { lastGood: setting.lastGood, startedMs: i.startedMs });
  const response = respondMs(i);
  const lasted = showSpan(Math.max(0, i.lastBadMs - i.startedMs));
  const allowedMs = recoverMs(i);
  const notice: Notice = {
    kind,
    key: `${i.id}/${seq}`,
    thread: `mysetlist/${new URL(target).host}/${i.id}`.slice(0, 255),
    isRepeat: change.attempts > 0,
    isTest: false,
    target,
    incident: {
      id: i.id,
      topic: i.topic,
      state: i.state,
      level: i.level,
      severity: i.severity,
      startedAt: iso(i.startedMs),
      openedAt: iso(i.openedMs),
      resolvedAt: i.resolvedMs === null ? null : iso(i.resolvedMs),
      acknowledgedBy: i.acknowledgedBy,
    },
    at: iso(change.at),
    headline: headlineOf(kind, i, words, lasted, change.by),
    ...words,
    news: newsOf(kind, change, i),
    respond:
      isBad && i.level !== 'info' && i.state === 'open'
        ? { by: iso(i.openedMs + response), within: `within ${showSpan(response)}` }
        : null,
    measured: isBad ? i.lines : [],
    evidence: isBad ? [...evidence] : [],
    curl: isBad ? curlOf(target, i.topic, evidence, setting.hasBypass === true) : null,
    runbook: { section: section.section, steps: isBad ? [...section.steps] : [] },
    people:
      i.acknowledgedBy !== null ? [i.acknowledgedBy] : onCall === undefined || !isBad ? [] : recipients(onCall, i),
    acknowledge: isBad && i.state === 'open' && i.level !== 'info' ? acknowledgeOf(bases, target, i.id) : null,
    links: linksOf(bases, i.id, section.anchor),
    recovery:
      kind === 'resolved'
        ? { lasted, allowed: showSpan(allowedMs), isMet: i.lastBadMs - i.startedMs <= allowedMs, by: i.resolvedBy }
        : null,
  };
  return redactValues(notice, setting.secrets);
}

function headlineOf(
  kind: NoticeKind,
  i: Incident,
  { broken, forWhom }: { broken: string; forWhom: string },
  lasted: string,
  by: string | null,
): string {
  const what = `${broken} (affects ${forWhom})`;
  switch (kind) {
    case 'opened':
      return i.level === 'info' ? `${i.severity} info: ${broken}` : `${i.severity} opened: ${what}`;
    case 'reopened':
      return `${i.severity} reopened: ${what}`;
    case 'grew':
      return `${i.severity} got worse: ${what}`;
    case 'reminded':
      return `${i.severity} reminder, not acknowledged: ${what}`;
    case 'escalated':
      return `${i.severity} escalated, not acknowledged: ${what}`;
    case 'acknowledged':
      return `${i.severity} acknowledged by ${by ?? 'unknown'}: ${lower(broken)}`;
    case 'resolved':
      return i.level === 'info'
        ? `${i.severity} resolved: ${lower(broken)}`
        : `${i.severity} resolved after ${lasted}: ${lower(broken)}`;
    case 'post-mortem':
      return `${i.severity} post-mortem draft is ready: ${lower(broken)}`;
  }
}

/** Details that are not in the headline or the facts. */
function newsOf(kind: NoticeKind, change: StoredChange, i: Incident): string[] {
  if (kind === 'opened' || kind === 'grew' || kind === 'resolved' || kind === 'acknowledged') return [];
  return change.text.split('\n').filter((line) => line !== '' && !i.lines.includes(line));
}
