// The monitor during an outage, in real time: healthy, only 5xx, connection refused, healthy again.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openHistory } from '../../monitoring/history/store.ts';
import { watchedSite } from './breakable-site.ts';
import { Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());

test('hard down is reported within 10 s; 5xx and then unreachable is one incident without a resolution between', async (t) => {
  const { front, receiver, control, history: file, stopMonitor, close } = await watchedSite(place);
  front.mode = '5xx';
  const began = Date.now();
  const told = await receiver.next(/application/i);
  const seconds = (told.at - began) / 1_000;
  t.diagnostic(`hard down reported after ${seconds.toFixed(1)} s`);
  assert.match(told.text, /^P0 /);
  // The goal is 10 s on a quiet machine. This limit only catches an outage that is not reported.
  assert.ok(seconds < 30, `${seconds} s`);
  await front.close();
  // Each failure without an answer is followed by a probe of the control address.
  await control.asked(5);
  const { code, stdout } = await stopMonitor();
  assert.equal(code, 1, stdout);
  assert.match(stdout, /^breach, exit 1/m);
  const about = receiver.notices.filter(({ text }) => /The site is down/.test(text.split('\n', 1)[0] ?? ''));
  assert.equal(about.length, 1, receiver.notices.map(({ text }) => text.split('\n', 1)[0]).join('; '));
  assert.deepEqual(
    receiver.notices.filter(({ text }) => /resolved/i.test(text.split('\n', 1)[0] ?? '')),
    [],
  );
  const history = await openHistory({ location: file, target: front.url });
  const samples = await history.samples(0, Date.now() + 60_000);
  await history.close();
  assert.deepEqual([...new Set(samples.map(({ class: name }) => name))].sort(), ['network', 'server-error', 'valid']);
  await close();
});
