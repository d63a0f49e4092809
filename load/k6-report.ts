// k6 does not judge itself. The same conditions, read from its output and from the machine while it ran. Pure.
import { overload, type GeneratorReport } from './generator.ts';
import type { SummaryData } from './engine/summary.ts';

/** From here on the iterations of a run did nothing but wait for the site. */
const WAITING = 0.9;

/** `watched` is what the adapter saw of the machine meanwhile; its own starts and drops are none. */
export function k6Report(watched: GeneratorReport, summary: SummaryData | undefined): GeneratorReport {
  const value = (metric: string, name: string): number => summary?.metrics[metric]?.values[name] ?? 0;
  const dropped = value('dropped_iterations', 'count');
  const lasted = value('iteration_duration', 'avg');
  const perIteration = value('http_reqs', 'count') / Math.max(1, value('iterations', 'count'));
  // k6 starts late only when it drops; a VU that spends its iterations waiting has no time of its own to be late with.
  const waiting = lasted > 0 && (value('http_req_duration', 'avg') * perIteration) / lasted > WAITING;
  const measured = {
    ...watched,
    starts: value('iterations', 'count'),
    droppedWaiting: waiting ? dropped : 0,
    droppedOther: waiting ? 0 : dropped,
  };
  return { ...measured, overloaded: overload(measured) };
}
