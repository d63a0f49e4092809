// Judges while the tick probes, opens and resolves incidents, and delivers notices. A failing step does not stop the others.
import { COVERAGE, TICK_RULES } from '../../judging.ts';
import type { JudgeSite } from '../alerts/facts.ts';
import { tickVerdict, type Finding } from '../alerts/finding.ts';
import { createJudge, type Judge } from '../alerts/judge-rules.ts';
import { maintenanceOf, type MaintenanceWindow } from '../alerts/maintenance.ts';
import { readRuns } from '../history/run-reads.ts';
import type { History } from '../history/store.ts';
import { applyFindings } from '../incidents/apply-findings.ts';
import { openIncidentStore } from '../incidents/incident-store.ts';
import { readOnCall } from '../incidents/on-call.ts';
import { readSilences, silentSpans, silentTopics } from '../incidents/silences.ts';
import { rollbackTarget } from '../last-good.ts';
import type { MemorySource } from '../memory-source.ts';
import type { Channel } from '../notify/channel.ts';
import { evidenceOf } from '../notify/notice-evidence.ts';
import type { LinkBases } from '../notify/notice-links.ts';
import { Outbox } from '../notify/outbox.ts';
import { readRouting } from '../notify/routing.ts';
import { writeNotice } from '../notify/write-notice.ts';

export type Judged = {
  findings: Finding[];
  verdict: ReturnType<typeof tickVerdict>;
  open: number;
  /** Unresolved incidents; undefined without a readable history. */
  openBySeverity?: Partial<Record<Finding['severity'], number>>;
  /** For the line that a tick prints while it runs. */
  text: string;
};
export type TickJudge = {
  /** Judges, applies and delivers as of `now` (ms). `history` undefined: no notices are possible, so the findings are only printed. */
  at(now: number, history: History | undefined): Promise<Judged>;
  /** Reads journeys, gates and long windows anew at the next judging. */
  refresh(): void;
  /** Resolves when each due notice is delivered, or has failed and waits for the next tick. */
  settled(): Promise<void>;
};
/** Settings of notices. */
export type NoticeOptions = {
  bases: LinkBases;
  /** No notice may contain these. */
  secrets: readonly string[];
  /** The site answers only requests with the bypass header. */
  hasBypass: boolean;
};

const HOUR_MS = 3_600_000;
const RENEW_MS = 60_000;
/** So many ticks in a day are a schedule, whose gaps are missed coverage. Fewer were started by hand. */
const SCHEDULE_TICKS = 6;

/** Throws ConfigMistakes where the committed files have mistakes. */
export function tickJudge(
  target: string,
  memory: MemorySource,
  channels: () => readonly Channel[],
  windows: readonly MaintenanceWindow[],
  say: (line: string) => void,
  /** When the site's certificate expires, ms since 1970, once a connection has shown it. */
  certificateExpiresAt: () => number | undefined = () => undefined,
  notices: NoticeOptions = { bases: {}, secrets: [], hasBypass: false },
): TickJudge {
  const onCall = readOnCall();
  const routing = readRouting();
  const outbox = new Outbox((channel, error) => say(`delivery to ${channel} failed: ${error}`));
  let known: { source: History | MemorySource; judge: Judge; site: JudgeSite; at: number } | undefined;

  const judgeOf = async (history: History | undefined, now: number): Promise<Judge> => {
    const source = history ?? memory;
    const age = now - (known?.at ?? -Infinity);
    // Renewed every minute: a person may have added a silence. A clock that was set back makes the age negative.
    if (known?.source === source && age >= 0 && age < RENEW_MS) return known.judge;
    const site: JudgeSite = { target, maintenance: maintenanceOf(windows) };
    if (history !== undefined) {
      const silences = await readSilences(history.db, target, now - 72 * HOUR_MS, now + 24 * HOUR_MS);
      site.maintenance = maintenanceOf(windows, silentSpans(silences));
      site.silent = (at) => silentTopics(silences, at);
      const day = (await readRuns(history, 300, ['monitor'])).filter((run) => run.startedAt > now - 24 * HOUR_MS);
      if (day.length >= SCHEDULE_TICKS) {
        site.probesPerHour = COVERAGE.scheduled * (HOUR_MS / TICK_RULES.probeEveryMs);
        site.watchedSinceMs = Math.min(...day.map((run) => run.startedAt));
      }
    }
    const judge = createJudge(source, site);
    known = { source, judge, site, at: now };
    return judge;
  };

  async function judge(now: number, history: History | undefined): Promise<Judged> {
    const of = await judgeOf(history, now);
    const expiresAt = certificateExpiresAt();
    if (known !== undefined && expiresAt !== undefined) known.site.certificateExpiresAtMs = expiresAt;
    const findings = await of.at(now);
    const verdict = tickVerdict(findings);
    const judged = findings.filter(({ state }) => state !== 'unknown').length;
    const text = `${judged} of ${findings.length} rules judged`;
    if (!history) return { findings, verdict, open: 0, text: `${text}; no notices without the history` };
    const store = openIncidentStore(history.db, target);
    await applyFindings(store, findings, now, onCall.escalation.length);
    // Delivery runs in parallel with judging: a hanging channel must not delay the next alert.
    const write = async (change: Parameters<typeof writeNotice>[1]) => {
      const [evidence, lastGood] = await Promise.all([
        evidenceOf(history, change.incident, change.at).catch(() => []),
        rollbackTarget(history, target, change.at).catch(() => undefined),
      ]);
      return writeNotice({ target, onCall, lastGood, ...notices }, change, evidence);
    };
    outbox.wake({ store, routing, write, now: Date.now, random: Math.random }, channels());
    const unresolved = await store.list('unresolved');
    const open = unresolved.length;
    const openBySeverity: Judged['openBySeverity'] = {};
    for (const { severity } of unresolved) openBySeverity[severity] = (openBySeverity[severity] ?? 0) + 1;
    return { findings, verdict, open, openBySeverity, text: `${text}, ${open} open incidents` };
  }

  return {
    settled: () => outbox.settled(),
    refresh: () => {
      known = undefined;
    },
    at: async (now, history) => {
      const readable = await judge(now, history).catch((error: unknown) => error);
      if (!(readable instanceof Error)) return readable as Judged;
      say(`judged only by the samples of this tick: ${readable.message}`);
      return judge(now, undefined);
    },
  };
}
