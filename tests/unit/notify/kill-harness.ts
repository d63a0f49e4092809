// Delivers incident changes to receivers that fail at random, by a sender that is killed at random.
import { spawn } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { seededRandom } from '../../../common/seeded-random.ts';
import type { Arrival, KillRun } from './delivery-promises.ts';
import { writeChanges } from './random-changes.ts';

const SENDER = path.resolve(import.meta.dirname, '../../fixtures/notify/sender.ts');
const START = Date.UTC(2026, 0, 2, 12);
const LEASE_MS = 15_000;
/** Path to channel. `teams` always fails. */
const PATHS: Readonly<Record<string, string>> = {
  '/hooks/signed-receiver': 'webhook',
  '/services/chat-receiver': 'slack',
  '/v2/enqueue': 'pagerduty',
  '/api/v2/alerts': 'alertmanager',
  '/workflows/dead-receiver': 'teams',
};

/** `kills`: approximate number of kills of the sender. */
export async function killRun(file: string, wanted: number, kills: number, seed: number): Promise<KillRun> {
  const random = seededRandom(seed);
  const { lastMs, expected } = await writeChanges(file, START, wanted, random);
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
