import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, NoAnswer, Request } from '../../../checks/api/probe-client.ts';
import { warmUp, warmUpSite } from '../../../checks/api/warm-up.ts';
import type { ResultRecord } from '../../../reports/result.ts';

const answered = (firstByte: number, status = 200): Answer => ({
  status,
  headers: {},
  body: '',
  phases: { firstByte },
});
const failed = (code: NoAnswer['error']['code']): NoAnswer => ({ error: { code, message: code }, phases: {} });

/** A site that gives `answers` in turn, the last one for ever, on a clock that passes as they take. */
function site(answers: readonly (Answer | NoAnswer)[]) {
  let ms = 0;
  let asked = 0;
  return {
    asking: {
      target: new URL('http://127.0.0.1:1'),
      signal: new AbortController().signal,
      send: (): Promise<Answer | NoAnswer> => {
        const answer = answers[Math.min(asked, answers.length - 1)] as Answer | NoAnswer;
        asked += 1;
        ms += answer.error?.code === 'timeout' ? 10_000 : (answer.phases.firstByte ?? 1);
        return Promise.resolve(answer);
      },
    },
    clock: {
      clock: () => ms,
      pause: (by: number): Promise<void> => {
        ms += by;
        return Promise.resolve();
      },
    },
  };
}
const warmed = (answers: readonly (Answer | NoAnswer)[]) => {
  const { asking, clock } = site(answers);
  return warmUp('/', asking, clock);
};

test('three fast responses in a row are ready', async () => {
  assert.deepEqual(await warmed([answered(20)]), { path: '/', hits: 3, firstMs: 20, readyAfterMs: 60 });
});

test('a slow first response and a relapse are waited for', async () => {
  const answers = [answered(4_000), answered(3_000), answered(30), answered(2_000), answered(10)];
  assert.deepEqual(await warmed(answers), {
    path: '/',
    hits: 7,
    firstMs: 4_000,
    readyAfterMs: 4_000 + 3_000 + 30 + 2_000 + 3 * 250 + 3 * 10,
  });
});

test('a site that stays slow is not cold: three slow answers in a row are enough', async () => {
  const { hits, readyAfterMs } = await warmed([answered(3_200)]);
  assert.deepEqual([hits, readyAfterMs], [3, null]);
});

test('a site that hangs is judged at the deadline, and no request outlives it', async () => {
  const limits: (number | undefined)[] = [];
  const { asking, clock } = site([failed('timeout')]);
  const send = (request: Request): Promise<Answer | NoAnswer> => {
    limits.push(request.deadlines?.whole);
    return asking.send();
  };
  const { hits, readyAfterMs } = await warmUp('/', { ...asking, send }, clock);
  assert.deepEqual([hits, readyAfterMs, limits], [2, null, [15_000, 4_750]]);
});

test('a stopped run is never ready', async () => {
  const stop = new AbortController();
  const { asking, clock } = site([failed('tool')]);
  stop.abort();
  assert.equal((await warmUp('/', { ...asking, signal: stop.signal }, clock)).readyAfterMs, null);
});

test('a fast 5xx, a refused connection and an unknown host are not a cold start', async () => {
  assert.equal((await warmed([answered(5, 500)])).hits, 3);
  for (const code of ['refused', 'dns'] as const) assert.equal((await warmed([failed(code)])).hits, 1);
});

test('a cold start is reported and recorded by path; a warm site is not', async () => {
  const tell = async (firstByte: number): Promise<[string | undefined, ResultRecord[]]> => {
    const records: ResultRecord[] = [];
    let asked = 0;
    const text = await warmUpSite(
      {
        ...site([]).asking,
        send: ({ url }) => {
          asked += url.pathname === '/' ? 1 : 0;
          return Promise.resolve(answered(url.pathname === '/' && asked === 1 ? firstByte : 10));
        },
        sink: (record) => void records.push(record),
        rounds: 0,
        now: () => new Date(0),
      },
      'contracts',
    );
    return [text, records];
  };
  const [warm, two] = await tell(10);
  assert.equal(warm, undefined);
  assert.deepEqual(
    two.map((record) => record.kind),
    ['readiness', 'readiness'],
  );
  const [cold] = await tell(3_000);
  assert.match(cold ?? '', /^cold start: \/ first answer after 3 s, ready after \d{3} ms, 4 requests$/);
});
