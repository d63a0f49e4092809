// The draft of a post-mortem with figures, clocks and timeline from the history. Questions for people are in italics.
import { showSpan } from '../../common/number-text.ts';
import { reproduceCommand } from '../alerts/finding.ts';
import { clocksOf } from './incident-clocks.ts';
import type { TimelineEntry } from './incident-store.ts';
import type { Incident } from './incident.ts';
import type { WindowSum } from '../window-source.ts';

const iso = (ms: number | null): string => (ms === null ? 'not yet' : new Date(ms).toISOString());
/** Escapes text of the site for Markdown tables and lists. */
const plain = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>|#]/g, '\\$&').replaceAll(/\s*\n\s*/g, ' ');

export type Evidence = {
  /** The whole outage, from the first failure to the last. */
  outage: WindowSum;
  /** The same length of time before it, a minute at least. */
  before: WindowSum;
};

const share = ({ n, valid }: WindowSum): string =>
  n === 0 ? 'no data' : `${((100 * valid) / n).toFixed(2)} % of ${n}`;
const meanMs = ({ ttfb }: WindowSum): string => (ttfb.n === 0 ? 'no data' : `${Math.round(ttfb.sumMs / ttfb.n)} ms`);
const classes = ({ classes: of }: WindowSum): string =>
  Object.entries(of)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ') || 'none';

/** What fired beside the rules that are shown, which are those of the moment when it opened or got worse. */
function joined({ topic, topics }: Incident): string {
  const others = topics.filter((one) => one !== topic);
  return others.length === 0 ? '' : `\n- fired as well: ${others.join(', ')}`;
}

/** Markdown. `now`: decides which clocks are still running. */
export function postMortem(
  target: string,
  i: Incident,
  timeline: readonly TimelineEntry[],
  { outage, before }: Evidence,
  now: number,
): string {
  const clocks = clocksOf(i, now).map((c) => `| ${c.name} | ${iso(c.dueMs)} | ${iso(c.doneMs)} | ${c.state} |`);
  const deliveredTo = (e: TimelineEntry): string => {
    const names = e.deliveries.filter((d) => d.isDelivered).map((d) => d.channel);
    return names.length === 0 ? '' : ` (delivered: ${names.join(', ')})`;
  };
  const entries = timeline.map(
    (e) =>
      `- ${iso(e.at)} **${e.kind}**${e.by === null ? '' : ` by ${plain(e.by)}`}: ${plain(e.text)}${deliveredTo(e)}`,
  );
  return `# Post-mortem: ${i.severity} ${i.topic}, ${iso(i.startedMs)}

Draft of ${iso(now)}, from the monitor's history. _Fill in the lines in italics._

- Site: ${target}
- Incident: ${i.id}, ${i.state}, ${i.returns === 0 ? 'did not fire again after a recovery' : `fired again after a recovery, ${i.returns === 1 ? 'once' : `${i.returns} times`}`}
- First failure ${iso(i.startedMs)}, incident opened ${iso(i.openedMs)}, last failure ${iso(i.lastBadMs)}: ${showSpan(Math.max(0, i.lastBadMs - i.startedMs))}
- Acknowledged ${iso(i.acknowledgedMs)}${i.acknowledgedBy === null ? '' : ` by ${plain(i.acknowledgedBy)}`}
- Runbook: ${i.runbook.join('; ')}
- Reproduce: \`${reproduceCommand(target, i.topic)}\`

## Impact
| | during the outage, ${showSpan(outage.toMs - outage.fromMs)} | ${showSpan(before.toMs - before.fromMs)} before it |
| --- | --- | --- |
| valid answers | ${share(outage)} | ${share(before)} |
| mean to first byte | ${meanMs(outage)} | ${meanMs(before)} |
| by class | ${classes(outage)} | ${classes(before)} |

_What could visitors not do? How many were affected?_

## Rules that fired
${i.lines.map((line) => `- ${plain(line)}`).join('\n')}${joined(i)}${i.heldBack.length === 0 ? '' : `\n- explained by this incident: ${i.heldBack.join(', ')}`}

## The runbook's clocks
| step | due | done | |
| --- | --- | --- | --- |
${clocks.join('\n')}

## Timeline
${entries.join('\n')}

## Root cause
_Why did it happen? Why was it not caught before?_

## Lessons learned
_What went well, what did not?_

## Preventive measures
| measure | owner | due |
| --- | --- | --- |
| _..._ | | |
`;
}
