// A server that closes a kept connection as the next request comes: k6 and browsers ask once more, and so does the embedded engine.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Socket } from 'node:net';
import { engine, readSummary, scriptFile, serve } from './harness.ts';

/** Answers three requests on a connection, and breaks it as the fourth comes. */
const breaking = (t: TestContext, broken: string[]): Promise<string> => {
  const answers = new WeakMap<Socket, number>();
  return serve(t, (request, response) => {
    const { socket } = request;
    const count = (answers.get(socket) ?? 0) + 1;
    answers.set(socket, count);
    response.end('ok');
    if (count === 3)
      socket.once('data', (bytes: Buffer) => {
        broken.push(bytes.toString().split(' ')[0] ?? '');
        socket.resetAndDestroy();
      });
  });
};

const script = (method: string, target: string): string => `
import http from 'k6/http';
import { Counter } from 'k6/metrics';
const failed = new Counter('failed_answers');
export const options = { vus: 1, iterations: 12 };
export default async function () {
  const answer = await http.asyncRequest('${method}', '${target}/', null);
  failed.add(answer.status === 200 ? 0 : 1);
}
export function handleSummary(data) { return { 'summary.json': JSON.stringify(data) }; }
`;

test('a GET on a connection that the server closed is sent once more, and no failure is counted', async (t) => {
  const broken: string[] = [];
  const ended = await engine(t, scriptFile(t, script('GET', await breaking(t, broken))));
  assert.equal(ended.code, 0, ended.stderr);
  assert.ok(broken.length >= 2, `${broken.length} connections were broken`);
  assert.equal(readSummary(join(ended.dir, 'summary.json')).metrics['failed_answers']?.values['count'], 0);
});

test('a POST is not: it may have been obeyed', async (t) => {
  const broken: string[] = [];
  const ended = await engine(t, scriptFile(t, script('POST', await breaking(t, broken))));
  assert.ok(broken.length > 0);
  const { metrics } = readSummary(join(ended.dir, 'summary.json'));
  assert.equal(metrics['failed_answers']?.values['count'], broken.length);
});
