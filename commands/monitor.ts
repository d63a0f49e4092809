// npm run monitor: one scheduled tick. Probe at a steady rate, store, judge the runbook's windows, alert.
import './lib/run-command.ts'; // first, so that a crash of what follows is exit 3, too
import { runTick } from '../checks/api/tick.ts';
import { applyFindings, told, untold } from '../reports/alerts/incidents.ts';
import { judgeAlerts, LOOK_BACK_MS } from '../reports/alerts/rules.ts';
import { tickVerdict } from '../reports/alerts/state.ts';
import { notifyAll, type Channel } from '../reports/notify/channel.ts';
import { githubStepSummaryChannel } from '../reports/notify/github-step-summary.ts';
import { stdoutChannel } from '../reports/notify/stdout.ts';
import { webhookChannel } from '../reports/notify/webhook.ts';
import type { ResultRecord } from '../reports/result.ts';
import { EXIT_CODES } from '../reports/verdict/verdict-format.ts';
import { configOrExit, readConfig } from './lib/config.ts';
import { historyLocation, openHistoryOf } from './lib/history.ts';
import { watchLifetime } from './lib/lifetime.ts';

/** A tick of the design: five minutes less the time to start. */
const TICK_MS = 270_000;
const KEEP_MS = 35 * 86_400_000;
const read = readConfig(process.argv.slice(2), process.env, ['target', 'for', 'history', 'control'], ['target']);
const config = configOrExit(read, 'monitor');
const target = config.flags.target as URL;
const lifetime = watchLifetime(() => {});
const records: ResultRecord[] = [];
process.exitCode = 3;

const channels = (): Channel[] => {
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  return [
    stdoutChannel(),
    ...(summary ? [githubStepSummaryChannel(summary)] : []),
    ...(config.webhook ? [webhookChannel(config.webhook)] : []),
  ];
};

try {
  const history = await openHistoryOf(target.origin, historyLocation(config.flags.history));
  const context = {
    target,
    sink: (record: ResultRecord) => void records.push(record),
    rounds: 1,
    signal: lifetime.signal,
    now: () => new Date(),
  };
  const startedAt = Date.now();
  const probes = await runTick(context, config.flags.for ?? TICK_MS);
  const now = new Date();
  const run = `tick-${now.toISOString()}`;
  await history.append(run, records);
  await history.prune(new Date(now.getTime() - KEEP_MS));
  const from = new Date(now.getTime() - LOOK_BACK_MS);
  const findings = judgeAlerts({
    now,
    target: target.origin,
    samples: await history.samples(from, now),
    metrics: await history.metrics(from, now),
  });
  await applyFindings(history, findings, now);
  for (const incident of await untold(history)) {
    const kind = incident.state === 'resolved' ? 'resolved' : (incident.pending ?? 'opened');
    const deliveries = await notifyAll(channels(), { target: target.origin, kind, incident });
    for (const failed of deliveries.filter((delivery) => !delivery.ok))
      console.log(`not told through ${failed.channel}: ${failed.error ?? 'unknown'}`);
    // Told is what every channel took: the next tick tries again, and a person reads a line twice rather than never.
    if (deliveries.every((delivery) => delivery.ok)) await told(history, incident);
  }
  console.log(`${probes} probes of ${target.origin}`);
  for (const finding of findings.filter((f) => f.state !== 'ok' || f.subject === 'all')) {
    console.log(
      `${finding.state.padEnd(15)} ${finding.rule.padEnd(24)} ${finding.subject.padEnd(28)} ${finding.text} (limit ${finding.limit}; n ${finding.n}; ${finding.bound})`,
    );
  }
  const verdict = lifetime.signal.aborted ? 'broken' : tickVerdict(findings);
  console.log(
    `${verdict}, exit ${EXIT_CODES[verdict]}${verdict === 'inconclusive' ? ': a window is not full yet, so nobody is alerted' : ''}`,
  );
  await history.appendRun({
    run,
    startedAt,
    durationMs: now.getTime() - startedAt,
    profile: 'monitor',
    verdict,
    exitCode: EXIT_CODES[verdict],
    failing: findings.filter((f) => f.state === 'firing').map((f) => f.rule),
  });
  process.exitCode = EXIT_CODES[verdict];
  history.close();
} catch (error) {
  console.error(`monitor broke: ${error instanceof Error ? error.message : String(error)}`);
}
process.exit();
