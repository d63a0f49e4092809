// A script that uses the k6 API as its documentation shows it runs unchanged.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SummaryData } from '../../../load/engine/summary.ts';
import { engine, fixture, readSummary, serve } from './harness.ts';

type Group = SummaryData['root_group'];
const checksOf = (group: Group): Group['checks'] => [...group.checks, ...group.groups.flatMap(checksOf)];

test('every check of the API script holds, and its thresholds on tags do', async (t) => {
  const url = await serve(t, (request, response, { pathname, searchParams }) => {
    const status = /^\/status\/(\d+)/.exec(pathname)?.[1];
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const answer = (code: number, value: unknown, headers = {}): void => {
        response.writeHead(code, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(value));
      };
      if (status) answer(Number(status), {});
      else if (pathname === '/redirect') answer(302, {}, { location: '/json' });
      else if (pathname === '/cookie') answer(200, {}, { 'set-cookie': 'session=abc; Path=/; HttpOnly' });
      else if (pathname === '/slow') setTimeout(() => answer(200, {}), Number(searchParams.get('ms')));
      else if (pathname === '/echo') answer(200, { method: request.method, body, headers: request.headers });
      else
        answer(200, {
          items: [
            { name: 'one', n: 1 },
            { name: 'two', n: 2 },
          ],
        });
    });
  });
  const { code, stderr, dir } = await engine(t, fixture('load/api.ts'), { TARGET_URL: url });
  const summary = readSummary(join(dir, 'summary.json'));
  const checks = checksOf(summary.root_group);
  const meant = 'thrown on purpose';
  assert.equal(checks.find((c) => c.name === meant)?.fails, 4);
  const failed = checks
    .filter(({ fails, name }) => fails > 0 && name !== meant)
    .map(({ path, fails }) => `${path}: ${fails}`);
  assert.deepEqual(failed, [], stderr);
  assert.equal(code, 0, stderr);
  const made = summary.metrics['made_at']?.values;
  assert.equal(made?.['min'], made?.['max'], 'every VU reads the same array');
  assert.deepEqual(summary.setup_data, { token: 'two' });
  assert.equal(checks.find((c) => c.name === 'in a group in a group')?.path, '::verbs::inner::in a group in a group');
  assert.equal(checks.find((c) => c.name === 'the iteration waits for its timers')?.passes, 2);
  assert.equal(checks.find((c) => c.name === 'teardown has the data')?.passes, 1);
  assert.deepEqual(summary.metrics['share']?.values, { rate: 0.5, passes: 2, fails: 2 });
});
