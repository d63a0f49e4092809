// k6 does not check itself. The same conditions, read from its output and from the machine during the run. Pure.
import { overload, type GeneratorReport } from './generator.ts';
import type { SummaryData } from './engine/summary.ts';

/** Share of an iteration's time spent on requests from which on it only waited for the site. */
const WAITING = 0.9;

/** `watched`: the machine as the adapter saw it. Its counts of starts and drops are replaced. */
export function k6Report(watched: GeneratorReport, summary: SummaryData | undefined): GeneratorReport {
  const value = (metric: string, name: string): number => summary?.metrics[metric]?.values[name] ?? 0;
  const dropped = value('dropped_iterations', 'count');
  const lasted = value('iteration_duration', 'avg');
  const perIteration = value('http_reqs', 'count') / Math.max(1, value('iterations', 'count'));
  // k6 reports drops and no late starts. Where the VUs only waited for the site, the drops are the site's.
  const waiting = lasted > 0 && (value('http_req_duration', 'avg') * perIteration) / lasted > WAITING;
  const measured = {
    ...watched,
    starts: value('iterations', 'count'),
    droppedWaiting: waiting ? dropped : 0,
    droppedOther: waiting ? 0 : dropped,
  };
  return { ...measured, overloaded: overload(measured, false) };
}
