// A tick: probe, store, judge, apply, deliver. A schedule starts one tick after another; --watch runs them in one process.
import { randomBytes } from 'node:crypto';
import { withFirstPartyHeaders } from '../checks/api/first-party-send.ts';
import { rateLimitedSender } from '../checks/api/rate-limited-sender.ts';
import { TICK_RULES } from '../judging.ts';
import type { MaintenanceWindow } from './alerts/maintenance.ts';
import type { HistoryOptions } from './history/store.ts';
import { MemorySource } from './memory-source.ts';
import type { MonitorMetrics } from './metrics/monitor-metrics.ts';
import type { Channel } from './notify/channel.ts';
import { CertificateWatch } from './steps/certificate-watch.ts';
import { pingHeartbeat } from './steps/heartbeat.ts';
import { JudgeWhenDue, MEMORY_MS } from './steps/judge-when-due.ts';
import { OwnNetwork } from './steps/own-network.ts';
import { probeLoop } from './steps/probe-loop.ts';
import type { Progress } from './steps/progress.ts';
import { SampleRecorder } from './steps/sample-recorder.ts';
import { everyMs } from './steps/steady-timer.ts';
import { tickJudge, type NoticeOptions } from './steps/tick-judge.ts';
import { tickOutcome, type TickOutcome } from './steps/tick-outcome.ts';
import { TickStates } from './steps/tick-states.ts';
import { journeyRounds, type JourneyWatch } from './steps/journey-rounds.ts';

export type TickOptions = {
  target: URL;
  /** How long it probes, ms. Infinity: until `signal`. */
  forMs: number;
  /** Control addresses outside the site. If they answer, our own network works. */
  controls: readonly URL[];
  history: HistoryOptions;
  /** Where samples are stored while the history cannot be written. */
  spoolFolder: string;
  channels: () => readonly Channel[];
  /** Settings of notices. */
  notices?: NoticeOptions;
  /** Maintenance windows; absent: none. */
  windows?: readonly MaintenanceWindow[];
  /** Sent to the site's own origin only. */
  headers?: Record<string, string>;
  heartbeat?: URL;
  journeys?: JourneyWatch;
  /** Stops the tick from outside. */
  signal: AbortSignal;
  progress: Progress;
  /** Time between two probes, ms; absent: the default of the schedule. */
  probeEveryMs?: number;
  onStart?: (lateMs: number) => void;
  /** Counts for Prometheus and OTLP. */
  metrics?: MonitorMetrics;
};

/** Probes and judges until it is time to end. Never rejects because of the site, the history or a channel. */
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
    withFirstPartyHeaders(target, options.headers ?? {}, rateLimitedSender({ longestWaitMs: 0 }).send),
  );
  const judging = new JudgeWhenDue({ judge, recorder, memory, progress, certificate, metrics: options.metrics });
  const states = new TickStates({ target, send, signal, recorder, memory });
  const done = new AbortController();
  const finished = AbortSignal.any([signal, done.signal]);
  let startedAt = Date.now();
  let counted = { ...progress.counted };

  /** The end of a tick: its verdict, its row in the history, the heartbeat. */
  const conclude = async (): Promise<TickOutcome> => {
    memory.add(await recorder.flush());
    const outcome = tickOutcome({
      judged: await judging.now(),
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
  const beats = everyMs(TICK_RULES.storeEveryMs, finished, () => judging.storeAndJudge());
  const reads = everyMs(TICK_RULES.statesEveryMs, finished, () => states.read(), 'at once');
  const ticks =
    options.forMs === Infinity
      ? everyMs(TICK_RULES.watchTickMs, finished, async () => void (await conclude()))
      : Promise.resolve();
  const rounds = options.journeys
    ? journeyRounds(options.journeys, {
        recorder,
        memory,
        over: finished,
        signal,
        say,
        judgeNow: () => {
          judge.refresh();
          return judging.now();
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
      if (sample.class !== 'valid') judging.noteFailure();
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
