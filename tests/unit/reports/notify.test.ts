import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Notice, NoticeIncident } from '../../../reports/notify/channel.ts';
import { githubStepSummaryChannel } from '../../../reports/notify/github-step-summary.ts';
import { stdoutChannel } from '../../../reports/notify/stdout.ts';
import { webhookChannel } from '../../../reports/notify/webhook.ts';

const incident: NoticeIncident = {
  id: 'availability-1',
  topic: 'availability',
  state: 'open',
  level: 'critical',
  severity: 'P0',
  openedAt: '2026-01-02T12:00:00.000Z',
  lastSeenAt: '2026-01-02T12:00:00.000Z',
  findings: ['a%b|c,d:e<f>\u001b[31m\n# g'],
  runbook: ['R3 Availability'],
  reproduce: "npm run monitor -- --target 'http://x'",
};
const notice: Notice = { target: 'http://x', kind: 'opened', incident };

async function answering(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/canary?key=canary`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test('the terminal gets the headline, the runbook section and the command, and no control sequences', async () => {
  const lines: string[] = [];
  await stdoutChannel((line) => lines.push(line)).send(notice);
  assert.equal(lines[0], 'P0 critical opened: availability');
  assert.ok(lines.includes('  runbook: R3 Availability'));
  assert.ok(lines.includes("  reproduce: npm run monitor -- --target 'http://x'"));

  assert.doesNotMatch(lines.join(''), /[\u001b\n]/);
});

test('the step summary is appended to, escaped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'notify-'));
  try {
    const path = join(folder, 'summary.md');
    await githubStepSummaryChannel(path).send(notice);
    await githubStepSummaryChannel(path).send({ ...notice, kind: 'resolved' });
    const text = readFileSync(path, 'utf8');
    assert.equal(text.match(/^### /gm)?.length, 2);
    assert.match(text, /a%b\\\|c,d:e&lt;f&gt; \\# g/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a webhook receives text and incident, with the token as bearer', async () => {
  let body = '';
  let authorization: string | undefined;
  await answering(
    (request, response) => {
      authorization = request.headers.authorization;
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end('ok'));
    },
    (url) => webhookChannel({ url, token: 'canary' }).send(notice),
  );
  const sent = JSON.parse(body) as { text: string; kind: string; incident: NoticeIncident };
  assert.equal(sent.kind, 'opened');
  assert.match(sent.text, /^P0 critical opened: availability\n/);
  assert.deepEqual(sent.incident, incident);
  assert.equal(authorization, 'Bearer canary');
});

test('a webhook that refuses, redirects, hangs or is missing is named by its host, without its URL or token', async () => {
  const errors: string[] = [];
  const attempt = async (url: string): Promise<void> => {
    await assert.rejects(webhookChannel({ url, token: 'canary', deadlineMs: 300 }).send(notice), (error: Error) => {
      errors.push(error.message);
      return true;
    });
  };
  await answering((_, response) => response.writeHead(500).end(), attempt);
  await answering((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/canary' }).end(), attempt);
  await answering(() => undefined, attempt);
  await attempt('http://127.0.0.1:9/hook/canary');
  assert.match(errors[0] ?? '', /answered 500/);
  assert.match(errors[1] ?? '', /not delivered/);
  assert.match(errors[2] ?? '', /no answer within 300 ms/);
  assert.match(errors[3] ?? '', /not delivered/);
  assert.doesNotMatch(errors.join('\n'), /canary/);
});
