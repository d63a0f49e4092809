// One fault that reddens several checks and KPIs is one cause in everything that a gate writes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { startStandIn } from '../../stand-in/server.ts';
import { Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());

test('a search that answers 500 is reported once, with the ids of all checks that fail because of it', async () => {
  const site = await startStandIn({ faults: ['search-500'] });
  const end = await place.run(
    'gate',
    ['--target', site.url, '--profile', 'quick', '--only', 'front-door,contracts', '--no-account'],
    { GITHUB_ACTIONS: 'true' },
  );
  await site.close();
  assert.equal(end.code, 1, end.stdout);
  const [shared, ...more] = place.verdict().causes.filter(({ also }) => also !== undefined);
  assert.deepEqual(more, []);
  assert.equal(shared?.id, 'contract.search');
  assert.equal(shared.fact, 'GET /api/search 500');
  assert.deepEqual(shared.also?.toSorted(), ['availability', 'error-rate']);
  const read = (name: string): string => readFileSync(path.join(place.latest, name), 'utf8');
  const causes = end.stdout.slice(end.stdout.indexOf('Causes'));
  assert.match(
    causes.replaceAll(/\s+/g, ' '),
    /breach contract\.search: GET \/api\/search 500; the cause of 3, also availability, error-rate/,
  );
  assert.doesNotMatch(causes, /breach (availability|error-rate):/);
  assert.match(
    read('summary.md'),
    /GET \/api\/search 500, the cause of 3: `contract\.search`, `availability`, `error-rate`/,
  );
  assert.match(read('junit.xml'), /GET \/api\/search 500; the cause of 3, also availability, error-rate/);
  const errors = end.stdout.split('\n').filter((line) => line.startsWith('::error'));
  assert.equal(errors.length, 1, errors.join('\n'));
  assert.match(
    errors[0] ?? '',
    /contract\.search::GET \/api\/search 500; the cause of 3, also availability, error-rate/,
  );
});
