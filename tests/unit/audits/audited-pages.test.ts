// Pages that are found in the trending list: which, and what is said where the list names none or was not asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AUDIT_PAGES, type Found } from '../../../checks/audits/audited-pages.ts';
import type { Answer } from '../../../checks/api/probe-client.ts';

const TARGET = new URL('http://site.test');
const asked: string[] = [];
/** What the page's row finds, if the site answers so. */
const find = async (id: string, answer: Partial<Answer>): Promise<Found> => {
  const row = AUDIT_PAGES.find((page) => page.id === id)?.find;
  assert.ok(typeof row === 'function');
  return row(TARGET, ({ url }) => {
    asked.push(`${url.pathname}${url.search}`);
    return Promise.resolve({ status: 200, headers: {}, body: '', phases: {}, ...answer });
  });
};
const listing = (item: object): Partial<Answer> => ({ body: JSON.stringify({ data: [item, { slug: 'second' }] }) });

test('an artist by its slug, a show by its slug, a setlist by the id of its show', async () => {
  const show = { id: 'f2', slug: 'dispatch-f2', artist_name: 'Dispatch' };
  assert.deepEqual(await find('audit.artist', listing({ slug: 'dispatch', name: 'Dispatch' })), { path: '/artists/dispatch', heading: 'Dispatch' }); // prettier-ignore
  assert.deepEqual(await find('audit.show', listing(show)), { path: '/shows/dispatch-f2', heading: 'Dispatch' });
  assert.deepEqual(await find('audit.setlist', listing(show)), { path: '/setlists/f2', heading: 'Dispatch' });
  assert.deepEqual(asked, [
    '/api/trending?type=artists&limit=1',
    '/api/trending?type=shows&limit=1',
    '/api/trending?type=shows&limit=1',
  ]);
});

test('a show without a headliner has no heading that is known', async () => {
  for (const artist_name of ['Various Artists', 'Artist TBA', undefined])
    assert.equal((await find('audit.show', listing({ id: 'f2', slug: 's', artist_name }))).heading, undefined);
  assert.equal((await find('audit.artist', listing({ slug: 's' }))).heading, undefined);
});

const NOTHING = 'names nothing to audit';
const REFUSALS: readonly [string, Partial<Answer>, string, string][] = [
  ['a wall', { status: 401, setCookies: ['_vercel_sso_nonce=a; Path=/'] }, 'edge-challenge', "/api/trending?type=artists&limit=1 was not asked: blocked at the edge by Vercel's deployment protection (401)"], // prettier-ignore
  ['the limiter', { status: 429 }, 'rate-limited', '/api/trending?type=artists&limit=1 was not asked: status 429'],
  ['an error page', { status: 500, body: '<h1>500</h1>' }, '', `(500) ${NOTHING}`],
  ['an empty list', { body: '{"data":[]}' }, '', `(200) ${NOTHING}`],
  ['another body', { body: '[]' }, '', NOTHING],
  ['an item without a slug', listing({ id: 'f2' }), '', NOTHING],
];
for (const [what, answer, code, said] of REFUSALS)
  test(`${what} is told`, async () => {
    await assert.rejects(find('audit.artist', answer), (error: Error & { code?: string }) => {
      assert.ok(error.message.includes(said), error.message);
      assert.equal(error.code ?? '', code);
      return true;
    });
  });
