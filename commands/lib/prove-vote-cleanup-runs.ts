// `npm run prove:vote-cleanup`: voting runs, some of them ended by SIGKILL at random moments. After the next
// start every vote must be restored.
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { findBrowser } from '../../checks/browser/find-browser.ts';
import { PLAYWRIGHT_CLI } from '../../checks/browser/playwright-cli.ts';
import { INTENTS_DIR } from '../../checks/votes/vote-intents.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { startNode } from './child-process.ts';
import { RUN_MARK } from './marked-processes.ts';
import { killGroup } from './process-groups.ts';
import type { Config } from './config.ts';
import { watchLifetime } from './lifetime.ts';
import { openRunFolder, ROOT } from './run-folder.ts';
import { seededRandom, shuffled } from '../../common/seeded-random.ts';
import { EXIT_CODES } from '../../reports/verdict/exit-codes.ts';
import { say } from './say.ts';

/** A run takes about 4 s. A hanging run is ended and counts as failed. */
const RUN_DEADLINE_MS = 60_000;

/** The exit code: 1 if a vote is not restored, or a run failed. */
export async function proveVoteCleanup({ flags }: Config): Promise<number> {
  const runs = flags.runs ?? 200;
  const kills = Math.min(flags.kills ?? Math.round(runs / 5), runs);
  const seed = flags.seed ?? 1;
  const random = seededRandom(seed);
  const killed = new Set(
    shuffled(
      Array.from({ length: runs }, (_, i) => i),
      random,
    ).slice(0, kills),
  );

  const folder = openRunFolder(new Date());
  const lifetime = watchLifetime(() => folder.close());
  const site = await startStandIn();
  const browser = findBrowser();

  /** One voting run. Milliseconds it took, and how it ended; `killAfterMs` ends it with everything it started. */
  async function vote(killAfterMs?: number): Promise<{ code: number | null; ms: number }> {
    const started = performance.now();
    const child = startNode(
      [
        PLAYWRIGHT_CLI,
        'test',
        'checks/journeys/voting',
        '--project=desktop',
        '--grep',
        '@journey.voting.signed-in',
        '--reporter=dot',
      ],
      {
        cwd: ROOT,
        env: {
          TARGET_URL: site.url,
          SYNTHETIC_EMAIL: site.account.email,
          SYNTHETIC_PASSWORD: site.account.password,
          [RUN_MARK]: folder.runId,
          TMPDIR: folder.tmp,
          RESULTS_DIR: folder.dir,
          RESULTS_FILE: folder.results,
          ...(browser ? { BROWSER_PATH: browser.path } : {}),
        },
      },
    );
    child.stdout?.resume();
    child.stderr?.resume();
    const timer = setTimeout(() => killGroup(child, 'SIGKILL'), killAfterMs ?? RUN_DEADLINE_MS);
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(timer);
    return { code, ms: performance.now() - started };
  }

  const intents = (): number => {
    try {
      return readdirSync(INTENTS_DIR).filter((name) => name.endsWith('.json')).length;
    } catch {
      return 0;
    }
  };

  /** Votes cast before the runs, so that the expected state is not empty. */
  async function voteBefore(): Promise<void> {
    const form = new URLSearchParams({ email: site.account.email, password: site.account.password, redirectTo: '/' });
    const signedIn = await fetch(`${site.url}/auth/sign-in`, { method: 'POST', body: form, redirect: 'manual' });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await (await fetch(`${site.url}/shows`)).text();
    const slug = /href="\/shows\/([^"]+)"/.exec(page)?.[1] ?? '';
    const songs = [...(await (await fetch(`${site.url}/shows/${slug}`)).text()).matchAll(/data-song="([^"]+)"/g)];
    for (const [i, [, song]] of songs.slice(0, 2).entries()) {
      const body = JSON.stringify({ setlistSongId: song, voteType: i === 0 ? 'up' : 'down' });
      const headers = { cookie, 'content-type': 'application/json' };
      const answer = await fetch(`${site.url}/api/votes`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`a vote before the runs answered ${answer.status}`);
    }
  }

  await voteBefore();
  const before = site.votesHash();
  let longestMs = (await vote()).ms;
  let failed = 0;
  let left = 0;
  for (let i = 0; i < runs && !lifetime.signal.aborted; i += 1) {
    if (killed.has(i)) {
      await vote(random() * longestMs);
      left += intents() > 0 ? 1 : 0;
      continue;
    }
    const { code, ms } = await vote();
    longestMs = Math.max(longestMs, ms);
    if (code !== 0) failed += 1;
  }
  const last = await vote();
  const isAsBefore = site.votesHash() === before;
  say(
    `${runs} voting runs, ${kills} of them killed (seed ${seed}), ${left} kills left a vote to restore, ${failed} runs failed`,
  );
  say(
    `after the next start the votes are ${isAsBefore ? 'as they were' : 'NOT as they were'} (${before.slice(0, 12)})`,
  );
  await site.close();
  const stopped = lifetime.reason();
  if (stopped !== undefined) say(`not all of the runs: ${stopped}`);
  if (stopped !== undefined) return EXIT_CODES.broken;
  return isAsBefore && failed === 0 && last.code === 0 ? EXIT_CODES.pass : EXIT_CODES.breach;
}
