// Journeys of a tick in a browser: a failing sign-in pages, working journeys do not.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { openHistory } from '../../monitoring/history/store.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { startWebhook, Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());

test('a failing sign-in is run twice, stored and delivered as P0 authentication; search and front page are not', async () => {
  const site = await startStandIn({ faults: ['login-broken'] });
  const hook = await startWebhook();
  const file = path.join(place.results, 'journeys.db');
  const args = ['--target', site.url, '--for', '5s', '--journeys', 'smoke', '--history', file];
  const end = await place.run('monitor', args, {
    SYNTHETIC_EMAIL: site.account.email,
    SYNTHETIC_PASSWORD: site.account.password,
    ALERT_WEBHOOK_URL: hook.url,
  });
  hook.close();
  await site.close();
  assert.match(end.stdout, /^journeys: front-page pass, sign-in fail, search pass, vote /m, end.stderr);
  assert.equal(end.code, 1, end.stdout);
  assert.ok(
    hook.told.some((line) => /^P0 opened: Sign-in fails/.test(line)),
    hook.told.join('; '),
  );
  assert.ok(!hook.told.some((line) => /search|front-page/.test(line)), hook.told.join('; '));
  const history = await openHistory({ location: file, target: site.url });
  const seen = await history.checks(0, Date.now());
  await history.close();
  assert.equal(seen.find(({ id }) => id === 'sign-in')?.outcome, 'fail');
  assert.doesNotMatch(end.stdout + end.stderr + JSON.stringify(seen), new RegExp(site.account.password));
});
