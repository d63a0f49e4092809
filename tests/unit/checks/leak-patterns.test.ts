// What searches bodies for leaks fires on leaks and not on names: 500 harmless bodies and every page, 60 planted leaks.
import assert from 'node:assert/strict';
import test from 'node:test';
import { leaksIn } from '../../../checks/security/leak-patterns.ts';
import { seededRandom } from '../../../common/seeded-random.ts';
import { startStandIn } from '../../../stand-in/server.ts';

const random = seededRandom(20_261_128);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const digits = (most: number): number => Math.floor(random() * most);
const WORDS =
  `At Select Union Drop Table Order By Insert Delete From Where Column Relation Function Error Stack Trace Postgres Redis Token
  Secret Key Password Admin Root Null Undefined Node Modules Live Night Garden Dome Red Rocks 1975 3:16 24/7 AC/DC Guns Roses's "Quoted" (Live)
  Drizzle SQL Statement Timeout Cancel Update Values Set Limit Service Role Version 15 Traceback Goroutine Beyoncé Sigur Rós мир 東京`.split(
    /\s+/,
  );
const time = (): string => `${10 + digits(13)}:${10 + digits(49)}:${10 + digits(49)}`;
const name = (): string =>
  Array.from({ length: 1 + digits(6) }, () => pick(WORDS)).join(pick([' ', ' at ', ': ', ' - ', ', ']));
const title = (): string =>
  pick([
    () => `${name()} at ${name()} (${digits(2_000)}:${digits(60)}:${digits(60)})`,
    () => `${name()} at /${name()}/${digits(99)}:${digits(99)}`,
    () => `select ${name()} from ${name()} where ${name()} union select ${name()}`,
    () => `${name()} does not exist`,
    () => `The relation ${name()} does not exist`,
    () => `${name()} as of 2026-11-${10 + digits(19)}T${time()}.000Z`,
    () =>
      `https://images.example/${digits(9_999)}/${name().replaceAll(/\W+/g, '-')}.jpg?at=${digits(99)}:${digits(99)}`,
    () => `sk ${name()} live ${digits(9_999)}, PostgreSQL ${name()}, PRIVATE KEY of ${name()}`,
    name,
  ])();

const json = (): string =>
  JSON.stringify({
    shows: Array.from({ length: 1 + digits(8) }, () => ({
      id: crypto.randomUUID(),
      name: title(),
      slug: name().toLowerCase().replaceAll(/\W+/g, '-'),
      date: `2026-12-0${1 + digits(8)}T00:00:00.000Z`,
      status: pick(['upcoming', 'completed']),
      password: pick(['Password is required', 'Forgot your password?']),
      token: pick([null, '', 'csrf']),
      version: `${digits(20)}.${digits(9)}`,
    })),
    error: pick([null, 'Failed to search artists', 'Internal server error', 'Invalid login credentials']),
    generatedAt: new Date(1_790_000_000_000 + digits(1e9)).toISOString(),
  });
/** A page with its data once more in a script, as React's server components send it. */
const page = (): string => {
  const island = JSON.stringify(`5:["$","div",null,{"children":["${title()}","T00:00:00",${json()}]}]`);
  return `<!doctype html><html lang="en"><body><h1>${title().replaceAll('<', '&lt;')}</h1><p>${title()}</p>
    <script src="/_next/static/chunks/node_modules_${digits(99)}.js:${digits(9)}"></script><script>self.__next_f.push([1,${island}])</script></body></html>`;
};

test('500 harmless bodies have no finding', () => {
  const found: string[] = [];
  for (let i = 0; i < 500; i += 1) {
    const body = i % 2 === 0 ? json() : page();
    for (const leak of leaksIn(body)) found.push(`${leak}: ${body.slice(0, 2_000)}`);
  }
  assert.deepEqual(found, []);
});

/** APIs and files, and where the pages begin: every other page is found by its links. */
const FIRST_PATHS =
  `/ /artists /shows /venues /trending /discover /about /privacy /terms /contact /pricing /auth/sign-in /auth/sign-up /no-such-page
  /api/trending /api/trending/shows /api/trending/artists /api/trending/venues /api/search?q=taylor /api/search?q=%27 /api/health
  /api/health/comprehensive /api/health/db /api/activity/recent /api/shows/upcoming /sitemap.xml /robots.txt /manifest.json`.split(
    /\s+/,
  );
/** Enough for all pages of the stand-in, which links to each of its artists and shows. */
const MOST_PATHS = 600;

for (const markup of ['plain', 'react'] as const)
  test(`every page and API of a healthy site has no finding, markup ${markup}`, async (t) => {
    const site = await startStandIn({ markup });
    t.after(() => site.close());
    const paths = new Set(FIRST_PATHS);
    const found: string[] = [];
    let read = 0;
    for (const path of paths) {
      const body = await (await fetch(new URL(path, site.url))).text();
      read += 1;
      for (const leak of leaksIn(body)) found.push(`${path}: ${leak}`);
      for (const [, link = ''] of body.matchAll(/(?:href|src)="(\/[^"#]*)"/g))
        if (paths.size < MOST_PATHS) paths.add(link.replaceAll('&amp;', '&'));
      for (const [, id] of body.matchAll(/"id":"([0-9a-f-]{36})"/g))
        if (path.startsWith('/api/shows') || path.startsWith('/api/trending/shows')) paths.add(`/setlists/${id}`);
    }
    assert.ok(read > 60, `${read} bodies`);
    assert.ok(
      [...paths].some((path) => path.startsWith('/setlists/')) && [...paths].some((path) => path.startsWith('/shows/')),
    );
    assert.deepEqual(found, []);
  });

const jwt = (payload: object): string =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2lnbmF0dXJl`;
const F = 'A'.repeat(40);
/** By what they are found as. */
const PLANTED: Readonly<Record<string, readonly string[]>> = {
  'a stack trace': [
    'TypeError: x\n    at handler (/var/task/app/api/route.js:12:34)',
    'Error\\n    at run (/app/route.js:1:2)',
    '    at async Object.POST (/var/task/.next/server/app/api/votes/route.js:1:2345)',
    'at new Pool (file:///app/db/pool.mjs:10:5)',
    'at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
    'at node:internal/main/run_main_module:28:49',
    'at Module._compile (node:internal/modules/cjs/loader:1105:14)',
    'at Object.<anonymous> [as handler] (C:\\\\app\\\\index.ts:3:9)',
    'at eval (webpack-internal:///(rsc)/./app/page.tsx:12:7)'.replace('(rsc)/', ''),
    'at /srv/app/server.cjs:44:1',
    'Traceback (most recent call last):\n  File "app.py", line 3',
    'File "/srv/worker.py", line 12, in run',
    'at com.example.web.Handler.handle(Handler.java:42)',
    'goroutine 1 [running]:\nmain.main()',
    'Cannot find module in /var/task/node_modules/@supabase/ssr/dist/index.js',
  ],
  "the database driver's text": [
    'PostgresError: oops',
    'DrizzleQueryError: Failed query',
    'PrismaClientKnownRequestError: boom',
    'SQLSTATE[42P01]: Undefined table',
    'ERROR: SQLSTATE 23505',
    'syntax error at or near "\'"',
    'syntax error at end of input',
    'unterminated quoted string at or near "\'"',
    'invalid input syntax for type uuid: \\"not-an-id\\"',
    'invalid input syntax for integer: "abc"',
    'relation \\"shows\\" does not exist',
    'column "slug" of relation "artists" does not exist',
    'column artists.genre does not exist',
    'function array_length(text) does not exist',
    'duplicate key value violates unique constraint "votes_pkey"',
    'insert or update on table violates foreign key constraint "x"',
    'null value in column \\"id\\" of relation',
    'Failed query: select "id" from "shows"',
    'select "shows"."id", "shows"."name" from "shows"',
    'insert into \\"votes\\" (\\"id\\") values ($1, $2)',
    'update "votes" set "type" = $1',
    'password authentication failed for user "postgres"',
    'canceling statement due to statement timeout',
    'FATAL: sorry, too many clients already',
    '{"code":"PGRST116","details":null}',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'operator does not exist: uuid = text',
  ],
  'table names': [
    '{"database":{"tables":["artists","votes"]}}',
    'no access to user_bans',
    'select * from information_schema.tables',
  ],
  'the version of the database': ['PostgreSQL 15.8 on aarch64-unknown-linux-gnu'],
  'a connection string': [
    '{"url":"postgresql://somebody@db"}',
    'postgres://u:p@db.example:5432/app',
    'rediss://default:abc@eu1.upstash.io:6379',
    'mongodb+srv://u:p@cluster0.example.net',
  ],
  'a secret': [
    `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
    'rk_test_4eC39HqLyjWDarj',
    'sb_secret_4eC39HqLyjWDarj',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIE',
    '-----BEGIN PRIVATE KEY-----',
    `AKIA${'IOSFODNN7EXAMPLE'}`,
    `ghp_${F}`,
    'SUPABASE_SERVICE_ROLE_KEY=eyJhbGciOiJIUzI1NiJ9',
    '{"SPOTIFY_CLIENT_SECRET":"0123456789abcdef"}',
    jwt({ iss: 'supabase', role: 'service_role' }),
  ],
};

test('60 planted leaks are found with the correct kind, alone and inside a body', () => {
  const planted = Object.entries(PLANTED).flatMap(([what, texts]) => texts.map((text) => [what, text] as const));
  assert.equal(planted.length, 60);
  for (const [what, text] of planted) {
    assert.ok(leaksIn(text).includes(what), `${what}: ${text}`);
    assert.ok(leaksIn(`{"error":"${text}","shows":${json()}}`).includes(what), `in a body: ${text}`);
  }
});

test('public values are not a leak: the public key, a setting named NEXT_PUBLIC', () => {
  assert.deepEqual(leaksIn(jwt({ iss: 'supabase', role: 'anon' })), []);
  assert.deepEqual(leaksIn('"NEXT_PUBLIC_SUPABASE_ANON_KEY":"eyJhbGciOiJIUzI1NiJ9"'), []);
  assert.deepEqual(leaksIn('"NEXT_PUBLIC_MAPS_API_KEY":"AIzaSyD-0123456789"'), []);
});
