// Judges while the tick watches, opens and resolves incidents, and tells: step by step, so that what breaks in one stops no other.
import type { Finding } from '../../reports/alerts/finding.ts';
import { applyFindings, incidents, told, untold } from '../../reports/alerts/incidents.ts';
import { judgeAlerts, LOOK_BACK_MS } from '../../reports/alerts/rules.ts';
import { tickVerdict } from '../../reports/alerts/state.ts';
import { notifyAll, type Channel } from '../../reports/notify/channel.ts';
import type { HttpRecord, MetricRecord } from '../../reports/result.ts';
import type { History } from '../history/store.ts';
import type { MemorySource } from '../memory-source.ts';
import { isAboutSite, type Sample } from '../sample.ts';
import type { StateReading, WindowSource } from '../window-source.ts';

export type Judged = {
  findings: Finding[];
  verdict: ReturnType<typeof tickVerdict>;
  open: number;
  /** For the line that a tick prints while it runs. */ text: string;
};
export type TickJudge = {
  /** Judges, applies and delivers as of `now` (ms). `history` undefined: nobody can be told, so the findings are only printed. */
  at(now: number, history: History | undefined): Promise<Judged>;
};

export function tickJudge(
  target: string,
  memory: MemorySource,
  channels: () => readonly Channel[],
  say: (line: string) => void,
): TickJudge {
  return {
    at: async (nowMs, history) => {
      const readable = await judge(nowMs, history).catch((error: unknown) => error);
      if (!(readable instanceof Error)) return readable as Judged;
      say(`judged by this tick's own samples alone: ${readable.message}`);
      return judge(nowMs, undefined);
    },
  };

  async function judge(nowMs: number, history: History | undefined): Promise<Judged> {
    const now = new Date(nowMs);
    const source: WindowSource = history ?? memory;
    const findings = judgeAlerts({
      now,
      target,
      samples: (await source.samples(nowMs - LOOK_BACK_MS, nowMs)).filter((s) => isAboutSite(s.class)).map(recordOf),
      metrics: (await source.states(nowMs - LOOK_BACK_MS, nowMs)).map(metricOf),
    });
    const verdict = tickVerdict(findings);
    const full = findings.filter(({ state }) => state !== 'window-not-full').length;
    const text = `${full} of ${findings.length} rules judged`;
    if (!history) return { findings, verdict, open: 0, text: `${text}; nobody can be told without the history` };
    await applyFindings(history, findings, now);
    for (const incident of await untold(history)) {
      const kind = incident.state === 'resolved' ? 'resolved' : (incident.pending ?? 'opened');
      const deliveries = await notifyAll(channels(), { target, kind, incident });
      for (const failed of deliveries.filter(({ ok }) => !ok))
        say(`delivery to ${failed.channel} failed: ${failed.error ?? 'unknown'}`);
      if (deliveries.every(({ ok }) => ok)) await told(history, incident);
    }
    const open = (await incidents(history, 'unresolved')).length;
    return { findings, verdict, open, text: `${text}, ${open} open incidents` };
  }
}

const recordOf = (sample: Sample): HttpRecord => ({
  kind: 'http',
  at: new Date(sample.at).toISOString(),
  stage: 'contracts',
  source: 'probe',
  endpoint: sample.endpoint,
  requests: 1,
  valid: Number(sample.class === 'valid'),
  serverErrors: Number(sample.class === 'server-error'),
  rateLimited: 0,
  timeouts: Number(sample.class === 'timeout'),
  ttfb:
    sample.ttfbMs === null
      ? { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 }
      : { n: 1, sumMs: sample.ttfbMs, p95Ms: sample.ttfbMs, maxMs: sample.ttfbMs },
  failures: [],
});
const metricOf = ({ at, kpi, subject, value }: StateReading): MetricRecord => ({
  kind: 'metric',
  at: new Date(at).toISOString(),
  stage: 'contracts',
  kpi: kpi as MetricRecord['kpi'],
  subject,
  samples: [value],
});
