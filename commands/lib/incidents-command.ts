// The incidents: list, show, acknowledge, note, resolve, post-mortem. Exit code: 1 while one is open, otherwise the last tick's.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { showSpan } from '../../common/number-text.ts';
import { readRuns } from '../../monitoring/history/run-reads.ts';
import type { History } from '../../monitoring/history/store.ts';
import {
  acknowledgeIncident,
  markPostMortem,
  noteIncident,
  resolveIncident,
} from '../../monitoring/incidents/incident-actions.ts';
import { clocksOf, meanTimes, respondMs } from '../../monitoring/incidents/incident-clocks.ts';
import { openIncidentStore, type IncidentStore } from '../../monitoring/incidents/incident-store.ts';
import type { Incident } from '../../monitoring/incidents/incident.ts';
import { postMortem } from '../../monitoring/incidents/post-mortem.ts';
import { acknowledgeAtSite } from '../../monitoring/incidents/site-route.ts';
import { EXIT_CODES, USAGE_EXIT } from '../../reports/verdict/exit-codes.ts';
import type { Config } from './config.ts';
import { historyLocation, missingHistory, openHistoryOf } from './open-history.ts';
import { complain, say } from './say.ts';

/** "No open incident" is valid only while the monitor runs: for three ticks of the schedule. */
const LOOK_BACK_MS = 900_000;
const MEANS_OVER_MS = 90 * 86_400_000;

export async function incidents(config: Config): Promise<void> {
  const { flags } = config;
  const target = flags.target as URL;
  process.exitCode = EXIT_CODES.broken;
  try {
    const missing = missingHistory(flags.history);
    if (missing !== undefined) throw new RangeError(missing);
    const history = await openHistoryOf(target.origin, historyLocation(flags.history));
    const store = openIncidentStore(history.db, target.origin);
    process.exitCode = (await act(store, history, config)) ?? (await list(store, history));
    await history.close();
  } catch (error) {
    if (error instanceof RangeError) process.exitCode = USAGE_EXIT;
    complain(`incidents: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function act(store: IncidentStore, history: History, { flags, headers }: Config): Promise<number | undefined> {
  const now = Date.now();
  const by = flags.by ?? '';
  const noted = flags.incident ?? flags.acknowledge ?? flags.resolve;
  if (flags.note !== undefined && noted === undefined) throw new RangeError('--note needs --incident ID');
  if (flags.by !== undefined && noted === undefined && flags['post-mortem'] === undefined)
    throw new RangeError('--by needs --acknowledge, --note, --resolve or --post-mortem');
  if (flags.acknowledge !== undefined) {
    const { id, acknowledgedMs } = await acknowledgeIncident(store, flags.acknowledge, by, now);
    say(`${id}: acknowledged by ${by} at ${iso(acknowledgedMs)}. Further notices are sent only if the severity rises`);
    const token = process.env['ADMIN_TOKEN']?.trim();
    if (token) say(await acknowledgeAtSite(flags.target as URL, { token, assignee: by, headers }));
  }
  if (flags.note !== undefined && noted !== undefined) {
    const step = flags.step as 'assessed' | 'mitigated' | undefined;
    await noteIncident(store, noted, by, flags.note, now, step);
    say(`${noted}: noted${step === undefined ? '' : `, ${step}`}`);
  }
  if (flags.resolve !== undefined) {
    const { id } = await resolveIncident(store, flags.resolve, by, now);
    say(`${id}: resolved by ${by}. If it still fails, it is reopened`);
  }
  if (flags['post-mortem'] !== undefined) await draft(store, history, flags['post-mortem'], by, flags.out, now);
  else if (flags.incident !== undefined && flags.note === undefined) await show(store, flags.incident, now);
  return noted === undefined && flags['post-mortem'] === undefined ? undefined : EXIT_CODES.pass;
}

async function found(store: IncidentStore, id: string): Promise<Incident> {
  const incident = await store.find(id);
  if (incident === undefined) throw new RangeError(`no incident ${id} of ${store.target}`);
  return incident;
}

async function draft(
  store: IncidentStore,
  history: History,
  id: string,
  by: string,
  out: string | undefined,
  now: number,
): Promise<void> {
  const incident = await found(store, id);
  const { startedMs, lastBadMs } = incident;
  // From the first failure to the last, both included; what is compared with it is no shorter than a minute.
  const beforeMs = Math.max(60_000, lastBadMs - startedMs);
  const evidence = {
    outage: await history.sum('*', startedMs - 1, Math.max(startedMs, lastBadMs)),
    before: await history.sum('*', startedMs - 1 - beforeMs, startedMs - 1),
  };
  const file = path.resolve(out ?? `post-mortem-${id}.md`);
  write(file, postMortem(store.target, incident, await store.timeline(id), evidence, now));
  await markPostMortem(store, id, by, now);
  say(`draft: ${path.relative(process.cwd(), file)}`);
}

/** Never over what somebody has filled in. Throws RangeError where the file cannot be written. */
function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'the file exists already' : (code ?? String(error));
    throw new RangeError(`cannot write ${file}: ${why}. Name another file with --out PATH`, { cause: error });
  }
}

async function show(store: IncidentStore, id: string, now: number): Promise<void> {
  const incident = await found(store, id);
  say(lines(incident).join('\n'));
  for (const { name, dueMs, doneMs, state } of clocksOf(incident, now))
    say(
      `  ${name.padEnd(12)} due ${second(dueMs)}  done ${(doneMs === null ? '-' : second(doneMs)).padEnd(20)}  ${state}`,
    );
  for (const entry of await store.timeline(id)) {
    const told = entry.deliveries
      .map((d) => `${d.channel}${d.isDelivered ? '' : ` failed (${d.error ?? ''})`}`)
      .join(', ');
    say(
      `  ${iso(entry.at)} ${entry.kind}${entry.by === null ? '' : ` by ${entry.by}`}: ${entry.text.split('\n', 1)[0]}${told === '' ? '' : ` [${told}]`}`,
    );
  }
}

async function list(store: IncidentStore, history: History): Promise<number> {
  const [lastTick] = await readRuns(history, 1, ['monitor']);
  const open = await store.list('unresolved');
  for (const incident of open) say(lines(incident).join('\n'));
  const seen =
    lastTick === undefined
      ? `the history has no tick of the monitor for ${store.target}, so the state is unknown`
      : `last tick ${iso(lastTick.startedAt)}, ${lastTick.verdict}`;
  say(`${open.length} open; ${seen}`);
  const past = (await store.list('all', 1_000)).filter((i) => i.openedMs > Date.now() - MEANS_OVER_MS);
  const { mttaMs, mttrMs } = meanTimes(past);
  if (mttaMs !== undefined || mttrMs !== undefined)
    say(`90 days, ${past.length} incidents: mean time to acknowledge ${span(mttaMs)}, to recover ${span(mttrMs)}`);
  const isKnown = lastTick !== undefined && Date.now() - lastTick.startedAt <= LOOK_BACK_MS;
  return open.length > 0 ? EXIT_CODES.breach : isKnown ? lastTick.exitCode : EXIT_CODES.inconclusive;
}

const span = (ms: number | undefined): string => (ms === undefined ? '-' : showSpan(ms));
const second = (ms: number): string => iso(ms).replace(/\.\d+Z$/, 'Z');
const iso = (ms: number | null): string => (ms === null ? '-' : new Date(ms).toISOString());

function lines(i: Incident): string[] {
  const who =
    i.state === 'acknowledged'
      ? `acknowledged by ${i.acknowledgedBy ?? ''}`
      : i.state === 'resolved'
        ? `resolved ${iso(i.resolvedMs)}`
        : `respond within ${showSpan(respondMs(i))}${i.recoveringMs === null ? '' : ', recovering'}`;
  return [
    `${i.severity} ${i.level}: ${i.topic}, since ${iso(i.startedMs)}, ${who}`,
    ...i.lines.map((line) => `  ${line}`),
    `  incident ${i.id}`,
  ];
}
