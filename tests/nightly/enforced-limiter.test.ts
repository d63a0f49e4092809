// The site's limiter as R1 designed it: our own checks must never run into it.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startStandIn } from '../../stand-in/server.ts';
import { Workplace } from '../commands/process.ts';

const place = new Workplace();
after(() => place.remove());

test('front door, contracts, security and journeys stay below the limiter: not one 429', async () => {
  const site = await startStandIn({ limiter: 'enforced' });
  const end = await place.run(
    'gate',
    ['--target', site.url, '--profile', 'quick', '--only', 'front-door,contracts,security,journeys'],
    {
      SYNTHETIC_EMAIL: site.account.email,
      SYNTHETIC_PASSWORD: site.account.password,
    },
  );
  const state = (await (await fetch(new URL('/state', site.controlUrl))).json()) as {
    limiter: string;
    requests: number;
    status429: number;
  };
  await site.close();
  assert.equal(state.limiter, 'enforced');
  assert.ok(state.requests > 100, `${state.requests} requests seen`);
  assert.equal(state.status429, 0);
  assert.equal(end.code, 0, end.stdout);
});
