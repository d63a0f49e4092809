// How many requests go out at a time, and when a path is left alone. On a clock of the test's own.
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Answer, NoAnswer, Request } from '../../../checks/api/probe-client.ts';
import { sideBySide } from '../../../checks/api/side-by-side.ts';

const WELL: Answer = { status: 200, headers: {}, body: '', phases: {} };
const LATE: NoAnswer = { error: { code: 'timeout', message: 'deadline passed' }, phases: {} };
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A site whose answers the test gives. `open` are the paths that wait for one, in the order in which they were sent. */
function site(limits: Parameters<typeof sideBySide>[1] = {}) {
  const open: { path: string; answer: (given: Answer | NoAnswer) => void }[] = [];
  let most = 0;
  const send = sideBySide(
    ({ url }) =>
      new Promise((resolve) => {
        const one = {
          path: url.pathname,
          answer: (given: Answer | NoAnswer): void => {
            open.splice(open.indexOf(one), 1);
            resolve(given);
          },
        };
        open.push(one);
        most = Math.max(most, open.length);
      }),
    limits,
  );
  const ask = (path: string, more: Partial<Request> = {}): Promise<Answer | NoAnswer> =>
    send({ method: 'GET', url: new URL(path, 'http://site.invalid'), ...more });
  return { ask, open, paths: () => open.map(({ path }) => path), most: () => most };
}

test('only a few requests go to one path at a time, and other paths do not wait for them', async () => {
  const { ask, open, paths } = site({ perPath: 2, young: 9 });
  const all = ['/a', '/a', '/a', '/b'].map((path) => ask(path));
  assert.deepEqual(paths(), ['/a', '/a', '/b']);
  open[0]?.answer(WELL);
  await settle();
  assert.deepEqual(paths(), ['/a', '/b', '/a']);
  while (open.length > 0) open[0]?.answer(WELL);
  assert.equal((await Promise.all(all)).length, 4);
});

test('only a few requests start at once; a long-waiting one makes room for the next', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { ask, paths, open, most } = site({ young: 2, youngMs: 250, most: 3 });
  const all = ['/a', '/b', '/c', '/d'].map((path) => ask(path));
  assert.deepEqual(paths(), ['/a', '/b']);
  t.mock.timers.tick(249);
  assert.deepEqual(paths(), ['/a', '/b']);
  t.mock.timers.tick(1);
  // Three are the most, however long they hang.
  assert.deepEqual(paths(), ['/a', '/b', '/c']);
  open[1]?.answer(WELL);
  await settle();
  assert.deepEqual(paths(), ['/a', '/c', '/d']);
  while (open.length > 0) open[0]?.answer(WELL);
  await Promise.all(all);
  assert.equal(most(), 3);
});

test('a path with three timeouts is not requested again, with the reason; other paths are', async () => {
  const { ask, open, paths } = site({ perPath: 3 });
  const all = Array.from({ length: 43 }, () => ask('/hangs?x=1'));
  for (let i = 0; i < 3; i += 1) open[0]?.answer(LATE);
  const answers = await Promise.all(all);
  assert.equal(answers.filter(({ error }) => error?.notAsked === true).length, 40);
  assert.equal(answers.at(-1)?.error?.message, 'deadline passed, 3 x: not asked again');
  assert.equal(answers.at(-1)?.error?.code, 'timeout');
  void ask('/other');
  assert.deepEqual(paths(), ['/other']);
});

test('once three paths hang, another one is given up after its first timeout', async () => {
  const { ask, open } = site({ young: 99, perPath: 3 });
  const first = ['/a', '/b', '/c'].flatMap((path) => [ask(path), ask(path), ask(path)]);
  while (open.length > 0) open[0]?.answer(LATE);
  await Promise.all(first);
  const fourth = ask('/d');
  open[0]?.answer(LATE);
  assert.equal((await fourth).error?.notAsked, undefined);
  assert.equal((await ask('/d')).error?.notAsked, true);
});

test('requests that wait when the run is stopped are not sent, and are not counted for the site', async () => {
  const stop = new AbortController();
  const { ask, open } = site({ young: 1 });
  const first = ask('/a');
  const second = ask('/b', { signal: stop.signal });
  stop.abort();
  const { error } = await second;
  assert.deepEqual([error?.code, error?.notAsked, open.length], ['tool', true, 1]);
  open[0]?.answer(WELL);
  assert.equal((await first).status, 200);
});
