import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import type { FullConfig } from '@playwright/test';
import config from '../../../playwright.config.ts';
import reap from '../../../checks/votes/vote-cleanup.ts';
import { forgetIntent, INTENTS_DIR, writeIntent, type VoteIntent } from '../../../checks/votes/vote-intents.ts';
import { startStandIn, type StandIn } from '../../../stand-in/server.ts';

let standIn: StandIn;
let cookie = '';
before(async () => {
  standIn = await startStandIn();
  process.env['TARGET_URL'] = standIn.url;
  process.env['SYNTHETIC_EMAIL'] = standIn.account.email;
  process.env['SYNTHETIC_PASSWORD'] = standIn.account.password;
  const answer = await fetch(`${standIn.url}/auth/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(standIn.account),
  });
  cookie = answer.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
});
after(() => standIn.close());

/** A process that has ended: what it wrote down, nobody will undo. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

function leave(intent: Pick<VoteIntent, 'song' | 'before'> & Partial<VoteIntent>): VoteIntent {
  const written = writeIntent({ target: standIn.url, account: standIn.account.email, ...intent });
  const left = { ...written, pid: deadPid() };
  writeFileSync(join(INTENTS_DIR, `${written.id}.json`), JSON.stringify(left));
  return left;
}

async function songs(): Promise<string[]> {
  const { shows } = (await (await fetch(`${standIn.url}/api/shows/upcoming`)).json()) as { shows: { id: string }[] };
  const answer = await fetch(`${standIn.url}/api/setlists/${shows[0]?.id ?? ''}`);
  const { setlists } = (await answer.json()) as { setlists: { songs: { id: string }[] }[] };
  return setlists.flatMap((s) => s.songs.map((song) => song.id));
}

const vote = (setlistSongId: string, voteType: string | null): Promise<Response> =>
  fetch(`${standIn.url}/api/votes`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ setlistSongId, voteType }),
  });
const run = (): Promise<void> => reap({ projects: config.projects } as FullConfig);
const isLeft = (intent: VoteIntent): boolean => existsSync(join(INTENTS_DIR, `${intent.id}.json`));

test('The next start restores the votes of a killed run and does not change other votes', async () => {
  const [first = '', second = '', third = ''] = await songs();
  await vote(second, 'down');
  await vote(third, 'up');
  const asBefore = standIn.votesHash();
  const intents = [leave({ song: first, before: null }), leave({ song: second, before: 'down' })];
  await vote(first, 'up');
  await vote(second, 'up');
  assert.notEqual(standIn.votesHash(), asBefore);
  await run();
  assert.equal(standIn.votesHash(), asBefore);
  assert.deepEqual(intents.map(isLeft), [false, false]);
});

test('An intent of another account is left for that account', async () => {
  const intent = leave({ song: 'song', before: null, account: 'other@mysetlist.example' });
  await run();
  assert.ok(isLeft(intent));
  forgetIntent(intent.id);
});

test('An intent of a loopback site that no longer listens is dropped, one of a far site stays', async () => {
  const other = await startStandIn();
  await other.close();
  const gone = leave({ song: 'song', before: null, target: other.url });
  const far = leave({ song: 'song', before: null, target: 'https://site.example' });
  await run();
  assert.deepEqual([isLeft(gone), isLeft(far)], [false, true]);
  forgetIntent(far.id);
});

test('When the site does not let the account in, the intent stays and the checks still run', async () => {
  standIn.setFaults(['login-broken']);
  const intent = leave({ song: 'song', before: null });
  await run();
  standIn.setFaults([]);
  assert.ok(isLeft(intent));
  forgetIntent(intent.id);
});
