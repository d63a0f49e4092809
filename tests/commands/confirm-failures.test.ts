// A browser check that fails once is a warning, one that fails twice is red: a proxy before the stand-in fails the first searches.
import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { readResults } from '../../reports/verdict/read-results.ts';
import type { CheckRecord } from '../../reports/result.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { Workplace } from './process.ts';

const CHECK = 'journey.search.header';
const place = new Workplace();
const site = await startStandIn();
after(async () => {
  place.remove();
  await site.close();
});

/** Runs the check through a proxy that answers 500 to the first `failing` requests for suggestions and results. */
async function search(name: string, failing: number, env: Record<string, string> = {}) {
  let left = failing;
  const proxy = http.createServer((request, response) => {
    if (/^\/api\/search/.test(request.url ?? '') && left-- > 0)
      return void response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"Search failed"}');
    const onward = http.request(
      new URL(request.url ?? '/', site.url),
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const results = path.join(place.results, name, 'results.ndjson');
  const { code, stdout } = await place.playwright(
    ['test', '--project=desktop', '--grep', `@${CHECK.replaceAll('.', '\\.')}( |$)`],
    {
      TARGET_URL: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      RESULTS_DIR: path.dirname(results),
      RESULTS_FILE: results,
      EXPECT_TIMEOUT_MS: '2000',
      CONFIRM_FAILURES: '1',
      ...env,
    },
  );
  proxy.closeAllConnections();
  proxy.close();
  const records = readResults(results).records.filter((record): record is CheckRecord => record.kind === 'check');
  const record = records.filter(({ id }) => id === CHECK);
  assert.equal(record.length, 1, 'one record of a check, however often it ran');
  return { code, stdout, record: record[0] as CheckRecord };
}

test('a failure that does not repeat is a warning with its cause and is counted', async () => {
  const { code, stdout, record } = await search('once', 1);
  assert.deepEqual([code, record.outcome], [0, 'warn'], stdout);
  assert.equal(record.attempts, 2);
  assert.match(record.failures[0]?.message ?? '', /^failed once and passed when run again: .*\/api\/search/s);
});

test('a failure that repeats is red', async () => {
  const { code, record } = await search('always', Infinity);
  assert.deepEqual([code, record.outcome, record.attempts], [1, 'fail', 2]);
});

test('CONFIRM_FAILURES=0 does not repeat a failed check', async () => {
  const { code, record } = await search('off', 1, { CONFIRM_FAILURES: '0' });
  assert.deepEqual([code, record.outcome, record.attempts], [1, 'fail', undefined]);
});

test('with many failed checks none is repeated', async () => {
  const { code, record } = await search('hopeless', 1, { CHECKS_FAILED_SO_FAR: '40' });
  assert.deepEqual([code, record.outcome], [1, 'fail']);
});
