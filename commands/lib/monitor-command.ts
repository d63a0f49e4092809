// The monitor command: configuration and output; monitoring/tick.ts does the work.
import { readMaintenance, type MaintenanceWindow } from '../../monitoring/alerts/maintenance.ts';
import { ConfigMistakes } from '../../monitoring/config-mistakes.ts';
import { readOnCall } from '../../monitoring/incidents/on-call.ts';
import { openChannels } from '../../monitoring/notify/channel-registry.ts';
import { readLinkBases } from '../../monitoring/notify/notice-links.ts';
import { readRouting } from '../../monitoring/notify/routing.ts';
import { isLive, Progress } from '../../monitoring/steps/progress.ts';
import type { TickOutcome } from '../../monitoring/steps/tick-outcome.ts';
import { runTick } from '../../monitoring/tick.ts';
import { EXIT_CODES } from '../../reports/verdict/exit-codes.ts';
import { USAGE_EXIT, type Config } from './config.ts';
import { historyLocation, historyOptions, spoolOf } from './open-history.ts';
import { watchLifetime } from './lifetime.ts';
import { openMetricOutlets } from './metric-outlets.ts';
import { complain, say } from './say.ts';

/** The default length of a tick: five minutes minus the start-up time. */
const TICK_MS = 270_000;
const JOURNEYS_EVERY_MS = 900_000;

export async function monitor(config: Config): Promise<void> {
  const { flags } = config;
  const target = flags.target as URL;
  const controls = flags.controls ?? [];
  if (controls.some(({ origin }) => origin === target.origin)) {
    complain(
      `monitor: --control ${target.origin} is the site itself. Name an address that answers when the site does not`,
    );
    process.exitCode = USAGE_EXIT;
    return;
  }
  let windows: readonly MaintenanceWindow[];
  try {
    readOnCall();
    readRouting();
    windows = readMaintenance(flags.maintenance);
  } catch (error) {
    if (!(error instanceof ConfigMistakes)) throw error;
    complain(`monitor: nothing was sent. ${error.message}`);
    process.exitCode = USAGE_EXIT;
    return;
  }
  process.exitCode = EXIT_CODES.broken;
  const lifetime = watchLifetime(() => {});
  const progress = new Progress((text) => void process.stdout.write(text), isLive(process.env, process.stdout.isTTY));
  if (controls.length === 0)
    progress.say("no control address (--control): a failure of our own network would be reported as the site's");
  const location = historyLocation(flags.history);
  const { channels } = openChannels(process.env, { print: (line) => progress.say(line), now: Date.now });
  const outlets = await openMetricOutlets(target, flags, process.env, (line) => progress.say(line));
  const outcome = await runTick({
    metrics: outlets.metrics,
    target,
    forMs: flags.watch ? Infinity : (flags.for ?? TICK_MS),
    controls,
    history: historyOptions(target.origin, location),
    spoolFolder: spoolOf(location),
    channels: () => channels,
    notices: {
      bases: readLinkBases(process.env, location).bases,
      secrets: config.secrets,
      hasBypass: Object.hasOwn(config.headers, 'x-vercel-protection-bypass'),
    },
    windows,
    headers: config.headers,
    ...(config.heartbeat ? { heartbeat: config.heartbeat } : {}),
    ...(flags.journeys
      ? {
          journeys: {
            everyMs: flags['journeys-every'] ?? JOURNEYS_EVERY_MS,
            hasAccount: config.account !== undefined,
            // Loaded only when needed: an HTTP-only monitor is installed without Playwright.
            run: (await import('./journey-runner.ts')).browserJourneys(target, config.account, (line) =>
              progress.say(line),
            ),
          },
        }
      : {}),
    signal: lifetime.signal,
    progress,
  });
  await outlets.close();
  progress.stop();
  print(target, outcome, progress.counted.probes);
  process.exitCode = outcome.exitCode;
}

/** The columns of a finding's state: `suspected` is the longest. */
const STATE = 9;

function print(target: URL, { judged, verdict, exitCode, reason }: TickOutcome, probes: number): void {
  say(`${probes} probes of ${target.origin}`);
  for (const finding of judged.findings.filter((f) => f.state !== 'ok' || f.subject === 'all')) {
    say(`${finding.state.padEnd(STATE)} ${finding.rule}, ${finding.subject}: ${finding.text}`, STATE + 1);
    say(`${''.padEnd(STATE)} limit ${finding.limit}; n ${finding.n}; ${finding.bound}`);
  }
  const why = reason ?? (verdict === 'inconclusive' ? 'a window is not full yet, so no alert is sent' : undefined);
  say(`${verdict}, exit ${exitCode}${why === undefined ? '' : `: ${why}`}`);
}
