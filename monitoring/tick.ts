// A tick: probe -> store -> judge -> apply -> deliver, step by step, while it watches. One of a schedule, or one after another.
import { randomBytes } from 'node:crypto';
import { withFirstPartyHeaders } from '../checks/api/first-party-send.ts';
import { polite } from '../checks/api/rate-limited-sender.ts';
import { TICK_RULES } from '../judging.ts';
import type { MaintenanceWindow } from './alerts/maintenance.ts';
import type { HistoryOptions } from './history/store.ts';
import { MemorySource } from './memory-source.ts';
import type { MonitorMetrics } from './metrics/monitor-metrics.ts';
import type { Channel } from './notify/channel.ts';
import { CertificateWatch } from './steps/certificate-watch.ts';
import { pingHeartbeat } from './steps/heartbeat.ts';
import { OwnNetwork } from './steps/own-network.ts';
import { probeLoop } from './steps/probe-loop.ts';
import type { Progress } from './steps/progress.ts';
import { SampleRecorder } from './steps/sample-recorder.ts';
import { everyMs } from './steps/steady-timer.ts';
import { tickJudge, type Judged, type NoticeOptions } from './steps/tick-judge.ts';
import { tickOutcome, type TickOutcome } from './steps/tick-outcome.ts';
import { TickStates } from './steps/tick-states.ts';
import { journeyRounds, type JourneyWatch } from './steps/journey-rounds.ts';

export type TickOptions = {
  target: URL;
  /** How long it watches, ms; Infinity until `signal`. */
  forMs: number;
  /** Addresses that answer when our own network is well. */
  controls: readonly URL[];
  history: HistoryOptions;
  /** Where samples go that the history cannot take. */
  spoolFolder: string;
  channels: () => readonly Channel[];
  /** What notices say beside the incident. */
  notices?: NoticeOptions;
  /** Maintenance windows; none where they are not given. */
  windows?: readonly MaintenanceWindow[];
  /** Sent to the site's own origin, and to nobody else. */
  headers?: Record<string, string>;
  heartbeat?: URL;
  journeys?: JourneyWatch;
  /** Our own stop. */
  signal: AbortSignal;
  progress: Progress;
  /** Between two probes, ms; the schedule's where it is not given. */
  probeEveryMs?: number;
  onStart?: (lateMs: number) => void;
  /** Counts for Prometheus and OTLP. */
  metrics?: MonitorMetrics;
};

/** How much of this process's own samples is judged while the history cannot be read. */
const MEMORY_MS = 3_600_000;

/** Watches, and says what was found. Never rejects for the site's, the history's or a channel's trouble. */
export async function runTick(options: TickOptions): Promise<TickOutcome> {
  const { target, signal, progress } = options;
  const say = (line: string): void => progress.say(line);
  const run = `tick-${new Date().toISOString()}-${randomBytes(2).toString('hex')}`;
  const recorder = new SampleRecorder(run, options.history, options.spoolFolder, say);
  const memory = new MemorySource(MEMORY_MS);
  const certificate = new CertificateWatch(target);
  const judge = tickJudge(
    target.origin,
    memory,
    options.channels,
    options.windows ?? [],
    say,
    certificate.expiresAt,
    options.notices,
  );
  const send = certificate.through(
    withFirstPartyHeaders(target, options.headers ?? {}, polite({ longestWaitMs: 0 }).send),
  );
  const states = new TickStates({ target, send, signal, recorder, memory });
  const done = new AbortController();
  const over = AbortSignal.any([signal, done.signal]);
  let failedSinceJudged = false;
  let judgedAt = performance.now();
  let judged: Judged | undefined;
  let startedAt = Date.now();
  let counted = { ...progress.counted };

  const judgeNow = async (): Promise<Judged> => {
    failedSinceJudged = false;
    judgedAt = performance.now();
    const now = Date.now();
    judged = await judge.at(now, recorder.history);
    progress.judged(judged.text);
    options.metrics?.judged(judged.findings, judged.openBySeverity);
    options.metrics?.observed({
      states: await memory.states(now - MEMORY_MS, now),
      checks: await memory.checks(now - MEMORY_MS, now),
      certificateExpiresAtMs: certificate.expiresAt(),
    });
    return judged;
  };
  /** Stores the batch, and judges where something failed or it is time. */
  const beat = async (): Promise<void> => {
    memory.add(await recorder.flush());
    const isTime = performance.now() - judgedAt >= TICK_RULES.judgeEveryMs;
    if (failedSinceJudged || isTime || judged?.verdict === 'breach') await judgeNow();
  };
  /** The end of a tick: its verdict, its line in the history, the heartbeat. */
  const conclude = async (): Promise<TickOutcome> => {
    memory.add(await recorder.flush());
    const outcome = tickOutcome({
      judged: await judgeNow(),
      counted: {
        probes: progress.counted.probes - counted.probes,
        unknown: progress.counted.unknown - counted.unknown,
      },
      interrupted: signal.aborted && options.forMs !== Infinity,
      recorder,
    });
    const now = Date.now();
    await recorder.store({
      kind: 'run',
      row: {
        run: `${run}-${new Date(startedAt).toISOString()}`,
        startedAt,
        durationMs: now - startedAt,
        profile: 'monitor',
        verdict: outcome.verdict,
        exitCode: outcome.exitCode,
        failing: outcome.failing,
        ...(states.commit === undefined ? {} : { commit: states.commit }),
      },
    });
    await recorder.prune(now);
    if (options.heartbeat && outcome.measured && recorder.trouble === undefined) {
      const problem = await pingHeartbeat(options.heartbeat);
      if (problem !== undefined) say(problem);
    }
    options.metrics?.concluded(outcome.verdict, now);
    startedAt = now;
    counted = { ...progress.counted };
    return outcome;
  };

  await recorder.flush();
  const beats = everyMs(TICK_RULES.storeEveryMs, over, beat);
  const reads = everyMs(TICK_RULES.statesEveryMs, over, () => states.read(), 'at once');
  const ticks =
    options.forMs === Infinity
      ? everyMs(TICK_RULES.watchTickMs, over, async () => void (await conclude()))
      : Promise.resolve();
  const rounds = options.journeys
    ? journeyRounds(options.journeys, {
        recorder,
        memory,
        over,
        signal,
        say,
        judgeNow: () => {
          judge.refresh();
          return judgeNow();
        },
      })
    : Promise.resolve();
  await probeLoop({
    target,
    send,
    ownNetwork: new OwnNetwork(options.controls),
    signal,
    forMs: options.forMs,
    onSample: (sample) => {
      recorder.add(sample);
      if (sample.class === 'own-abort') return;
      progress.count(sample);
      options.metrics?.sample(sample);
      if (sample.class !== 'valid') failedSinceJudged = true;
    },
    ...(options.probeEveryMs === undefined ? {} : { everyMs: options.probeEveryMs }),
    ...(options.onStart ? { onStart: options.onStart } : {}),
  });
  done.abort();
  await Promise.all([beats, reads, ticks, rounds]);
  const outcome = await conclude();
  await judge.settled();
  await recorder.close();
  return outcome;
}
