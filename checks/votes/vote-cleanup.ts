// Before the first check: removes leftover votes of a killed run, by exact id. Sends no request if there are none.
import { isLoopback } from '../../common/loopback.ts';
import { chromium, type APIRequestContext, type FullConfig } from '@playwright/test';
import { undoVote } from './ballots.ts';
import type { Account } from '../../common/account.ts';
import { addFirstPartyHeaders } from '../browser/first-party-browser.ts';
import { withFirstPartyRequests } from '../browser/first-party-requests.ts';
import { firstPartyHeaders } from '../../common/first-party-headers.ts';
import { openSession } from '../visitor/session.ts';
import { forgetIntent, leftIntents, type VoteIntent } from './vote-intents.ts';

export default async function reap(config: FullConfig): Promise<void> {
  const left = leftIntents(new Date());
  if (left.length === 0) return;
  const target = process.env['TARGET_URL'] ?? '';
  const email = process.env['SYNTHETIC_EMAIL'] ?? '';
  const password = process.env['SYNTHETIC_PASSWORD'] ?? '';
  const origin = URL.canParse(target) ? new URL(target).origin : '';
  const mine = left.filter((i) => i.target === origin && i.account === email);
  for (const intent of left.filter((i) => i.target !== origin)) await dropIfGone(intent);
  if (mine.length === 0 || password === '') return;
  try {
    await signedIn(config, origin, { email, password }, async (request) => {
      for (const intent of mine) {
        await undoVote(request, intent);
        forgetIntent(intent.id);
      }
    });
    console.error(`Restored ${String(mine.length)} vote(s) of an earlier run.`);
  } catch (error) {
    // The checks report what is wrong with the site. The intents remain for the next run.
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    console.error(`${String(mine.length)} vote(s) of an earlier run are not restored yet: ${reason}`);
  }
}

/** If a site on loopback no longer runs, its votes no longer exist. */
async function dropIfGone(intent: VoteIntent): Promise<void> {
  if (!isLoopback(new URL(intent.target))) return;
  const listens = await fetch(intent.target, { method: 'HEAD', signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    (error: unknown) => (error as { cause?: { code?: string } }).cause?.code !== 'ECONNREFUSED',
  );
  if (!listens) forgetIntent(intent.id);
}

async function signedIn(
  config: FullConfig,
  baseURL: string,
  account: Account,
  work: (request: APIRequestContext) => Promise<void>,
): Promise<void> {
  const browser = await chromium.launch(config.projects[0]?.use.launchOptions ?? {});
  const headers = firstPartyHeaders(process.env);
  try {
    if (Object.keys(headers).length > 0)
      await addFirstPartyHeaders(await browser.newBrowserCDPSession(), new URL(baseURL), headers);
    const context = await browser.newContext({ baseURL });
    await context.addCookies(await openSession(browser, new URL(baseURL), account));
    await work(withFirstPartyRequests(context.request, new URL(baseURL), headers));
  } finally {
    await browser.close();
  }
}
