// Incident changes, receivers that fail at random, and a sender that is killed at random: what arrived where, and in which order.
import { spawn } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { seededRandom } from '../../../common/seeded-random.ts';
import { openHistory } from '../../../monitoring/history/store.ts';
import { openIncidentStore } from '../../../monitoring/incidents/incident-store.ts';
import type { ChangeKind, Incident } from '../../../monitoring/incidents/incident.ts';
import { exampleChange } from '../../../monitoring/notify/example-notices.ts';
import { SITE } from '../monitoring/history-harness.ts';

const SENDER = path.resolve(import.meta.dirname, '../../fixtures/notify/sender.ts');
const START = Date.UTC(2026, 0, 2, 12);
const LEASE_MS = 15_000;
/** Lives of incidents: what is told of them, in order. */
const LIVES: readonly (readonly ChangeKind[])[] = [
  ['opened', 'resolved'],
  ['opened', 'acknowledged', 'resolved'],
  ['opened', 'grew', 'acknowledged', 'resolved'],
  ['opened', 'reminded', 'escalated', 'acknowledged', 'resolved'],
  ['opened', 'resolved', 'reopened', 'resolved'],
  ['opened', 'acknowledged', 'resolved', 'reopened', 'grew', 'resolved'],
];
/** Path -> channel. `teams` is dead. */
const PATHS: Readonly<Record<string, string>> = {
  '/hooks/signed-receiver': 'webhook',
  '/services/chat-receiver': 'slack',
  '/v2/enqueue': 'pagerduty',
  '/api/v2/alerts': 'alertmanager',
  '/workflows/dead-receiver': 'teams',
};

export type Arrival = { channel: string; key: string; incident: string; seq: number; kind: string; isRepeat: boolean };
export type KillRun = {
  changes: number;
  incidents: number;
  arrivals: Arrival[];
  /** By kind of trouble, how often it was met. */
  trouble: Record<string, number>;
  kills: number;
  expected: Map<number, { incident: string; kind: string }>;
};

/** Writes changes of incidents that live at the same time; returns what each seq is, and when the last is told. */
async function writeChanges(
  file: string,
  wanted: number,
  random: () => number,
): Promise<{ lastMs: number; expected: KillRun['expected'] }> {
  const history = await openHistory({ location: file, target: SITE, patienceMs: 30_000 });
  const store = openIncidentStore(history.db, SITE);
  const lives: { id: string; left: ChangeKind[] }[] = [];
  let written = 0;
  let at = START;
  while (written < wanted || lives.length > 0) {
    const planned = written + lives.reduce((sum, { left }) => sum + left.length, 0);
    if (planned < wanted && (lives.length < 8 || random() < 0.2)) {
      const life = LIVES[Math.floor(random() * LIVES.length)] as readonly ChangeKind[];
      lives.push({ id: `incident-${planned}`, left: [...life] });
    }
    const turn = Math.floor(random() * lives.length);
    const { id, left } = lives[turn] as { id: string; left: ChangeKind[] };
    const kind = left.shift() as ChangeKind;
    if (left.length === 0) lives.splice(turn, 1);
    at += Math.round(random() * 4_000);
    const { incident } = exampleChange(at, kind, { id, family: id, startedMs: START, openedMs: START });
    await store.apply(at, () => ({
      alerts: [],
      incidents: [incident satisfies Incident],
      changes: [{ incident, at, kind, by: null, text: '', tellFromMs: at }],
    }));
    written += 1;
  }
  const { rows } = await history.db.query('SELECT seq, incident, kind FROM incident_changes ORDER BY seq');
  await history.close();
  const expected = new Map(
    rows.map((row) => [Number(row['seq']), { incident: String(row['incident']), kind: String(row['kind']) }]),
  );
  return { lastMs: at, expected };
}

/** `kills`: about how often the sender is killed. */
export async function killRun(file: string, wanted: number, kills: number, seed: number): Promise<KillRun> {
  const random = seededRandom(seed);
  const { lastMs, expected } = await writeChanges(file, wanted, random);
  const arrivals: Arrival[] = [];
  const trouble: Record<string, number> = {};
  const meet = (name: string): number => (trouble[name] = (trouble[name] ?? 0) + 1);
  let child: ReturnType<typeof spawn> | undefined;
  let killed = 0;
  let clock = START;
  const killShare = kills / (expected.size * 4);

  const answer = (channel: string, about: Record<string, unknown>, response: ServerResponse): void => {
    clock = Math.max(clock, Number(about['clock']));
    const [incident = '', seq = ''] = String(about['key']).split('/');
    const take = (): unknown =>
      arrivals.push({
        channel,
        key: String(about['key']),
        incident,
        seq: Number(seq),
        kind: String(about['kind']),
        isRepeat: about['isRepeat'] === true,
      });
    const kill = (): void => {
      killed += 1;
      child?.kill('SIGKILL');
    };
    const dice = random();
    if (channel === 'teams') {
      meet('dead');
      response.writeHead(503).end();
    } else if (dice < killShare / 2) kill();
    else if (dice < killShare) {
      take();
      kill();
    } else if (dice < killShare + 0.05) {
      meet('500');
      response.writeHead(500).end();
    } else if (dice < killShare + 0.08) {
      meet('429');
      response.writeHead(429, { 'retry-after': '30' }).end();
    } else if (dice < killShare + 0.1) {
      meet('broken off before it was read');
      response.destroy();
    } else if (dice < killShare + 0.12) {
      meet('taken, and the answer lost');
      take();
      response.destroy();
    } else if (dice < killShare + 0.13) meet('hangs');
    else if (dice < killShare + 0.14) {
      meet('400');
      response.writeHead(400).end();
    } else {
      take();
      response.writeHead(200).end('{}');
    }
  };
  const server = createServer((request, response) => {
    request
      .resume()
      .once('end', () =>
        answer(
          PATHS[request.url ?? ''] ?? 'unknown',
          JSON.parse(String(request.headers['x-about'])) as Record<string, unknown>,
          response,
        ),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    PATH: process.env['PATH'],
    ALERT_WEBHOOK_URL: `${base}/hooks/signed-receiver`,
    NOTIFY_SLACK_URL: `${base}/services/chat-receiver`,
    NOTIFY_TEAMS_URL: `${base}/workflows/dead-receiver`,
    NOTIFY_PAGERDUTY_URL: `${base}/v2/enqueue`,
    NOTIFY_PAGERDUTY_KEY: 'k'.repeat(32),
    NOTIFY_ALERTMANAGER_URL: base,
  };
  try {
    for (let start = 1; ; start += 1) {
      child = spawn(
        process.execPath,
        [
          SENDER,
          file,
          String(clock + (start === 1 ? 0 : LEASE_MS + 1_000)),
          String(lastMs),
          'teams',
          String(seed + start),
        ],
        {
          env,
          stdio: ['ignore', 'inherit', 'inherit'],
        },
      );
      const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
        child?.once('close', (...end) => resolve(end)),
      );
      if (code === 0) break;
      if (signal !== 'SIGKILL') throw new Error(`the sender ended by itself: ${code ?? ''} ${signal ?? ''}`);
    }
  } finally {
    child?.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
  }
  return {
    changes: expected.size,
    incidents: new Set([...expected.values()].map(({ incident }) => incident)).size,
    arrivals,
    trouble,
    kills: killed,
    expected,
  };
}

/** What is wrong with what arrived, in words; empty where every promise is kept. */
export function brokenPromises({ arrivals, expected }: KillRun): string[] {
  const broken: string[] = [];
  for (const channel of ['webhook', 'slack', 'pagerduty', 'alertmanager']) {
    const showsOnce = channel !== 'slack';
    const of = arrivals.filter((one) => one.channel === channel);
    const bySeq = Map.groupBy(of, ({ seq }) => seq);
    for (const [seq, { incident, kind }] of expected) {
      const [first, ...repeats] = bySeq.get(seq) ?? [];
      if (first === undefined) broken.push(`${channel}: change ${seq} (${kind}) was not delivered`);
      else if (first.incident !== incident || first.kind !== kind)
        broken.push(`${channel}: change ${seq} arrived as ${first.kind}`);
      // A receiver with a key drops what it has: the key is the same, so it is shown once. The others see a mark.
      for (const { key, isRepeat } of repeats) {
        if (showsOnce && key !== first?.key) broken.push(`${channel}: change ${seq} was repeated with another key`);
        if (!isRepeat) broken.push(`${channel}: change ${seq} was repeated without a mark`);
      }
    }
    for (const [incident, list] of Map.groupBy(of, (one) => one.incident)) {
      if (list[0]?.kind !== 'opened') broken.push(`${channel}: ${incident} begins with ${list[0]?.kind}`);
      list.forEach(({ seq }, n) => {
        if (seq < (list[n - 1]?.seq ?? 0)) broken.push(`${channel}: ${incident}: ${seq} after ${list[n - 1]?.seq}`);
      });
    }
  }
  if (arrivals.some(({ channel }) => channel === 'unknown'))
    broken.push('something arrived at an address that nobody set');
  return broken;
}

export const figuresOf = ({ changes, incidents, arrivals, trouble, kills }: KillRun): string =>
  `${changes} changes of ${incidents} incidents, 4 live channels and a dead one: ${arrivals.length} arrivals, ${arrivals.filter(({ isRepeat }) => isRepeat).length} of them repeats, ${kills} kills; ${Object.entries(
    trouble,
  )
    .map(([name, n]) => `${name} ${n}`)
    .join(', ')}`;
