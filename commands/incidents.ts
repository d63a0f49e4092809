// npm run incidents: what is open, since when, and who is on it; with --acknowledge ID --by NAME somebody is.
// The runbook's own way to say so, POST /api/admin/incidents, does not exist on the site.
import './lib/run-command.ts'; // first, so that a crash of what follows is exit 3, too
import { acknowledgeIncident, incidents } from '../reports/alerts/incidents.ts';
import { LOOK_BACK_MS } from '../reports/alerts/rules.ts';
import type { Incident } from '../reports/alerts/state.ts';
import { readRuns } from '../monitoring/history/run-reads.ts';
import type { RunRow } from '../monitoring/history/run-rows.ts';
import { respondWithin } from '../reports/notify/channel.ts';
import { EXIT_CODES } from '../reports/verdict/verdict-format.ts';
import { configOrExit, readConfig, USAGE_EXIT } from './lib/config.ts';
import { historyLocation, openHistoryOf } from './lib/history.ts';

const read = readConfig(process.argv.slice(2), process.env, ['target', 'history', 'acknowledge', 'by'], ['target']);
const { flags } = configOrExit(read, 'incidents');
const target = flags.target as URL;
if ((flags.acknowledge === undefined) !== (flags.by === undefined)) {
  console.error('incidents: --acknowledge ID and --by NAME go together: who is on it?');
  process.exit(USAGE_EXIT);
}
const NO_TICK = `no tick of the monitor on record for ${target.origin}, so nothing is known`;
process.exitCode = EXIT_CODES.broken;

try {
  const history = await openHistoryOf(target.origin, historyLocation(flags.history));
  if (flags.acknowledge !== undefined && flags.by !== undefined) {
    const { id, acknowledgedAt } = await acknowledgeIncident(history, flags.acknowledge, flags.by, new Date());
    console.log(`${id}: ${flags.by} is on it since ${acknowledgedAt ?? ''}; told again only if it grows worse`);
    process.exitCode = EXIT_CODES.pass;
  } else {
    const [lastTick] = await readRuns(history, 1, ['monitor']);
    const open = await incidents(history, 'unresolved');
    for (const incident of open) console.log(lines(incident).join('\n'));
    console.log(`${open.length} open; ${lastTick === undefined ? NO_TICK : told(lastTick)}`);
    // None open says something only as long as somebody looks.
    const known = lastTick !== undefined && Date.now() - lastTick.startedAt <= LOOK_BACK_MS;
    process.exitCode = open.length > 0 ? EXIT_CODES.breach : known ? lastTick.exitCode : EXIT_CODES.inconclusive;
  }
  await history.close();
} catch (error) {
  if (error instanceof RangeError) process.exitCode = USAGE_EXIT;
  console.error(`incidents: ${error instanceof Error ? error.message : String(error)}`);
}
process.exit();

function told({ startedAt, verdict }: RunRow): string {
  return `last tick ${new Date(startedAt).toISOString()}, ${verdict}`;
}

function lines(i: Incident): string[] {
  const who = i.state === 'acknowledged' ? `acknowledged by ${i.acknowledgedBy ?? ''}` : `respond ${respondWithin(i)}`;
  return [
    `${i.severity} ${i.level}: ${i.topic}, since ${i.openedAt}, ${who}`,
    ...i.findings.map((finding) => `  ${finding}`),
    `  incident ${i.id}`,
  ];
}
