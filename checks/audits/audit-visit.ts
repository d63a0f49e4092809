// Makes sure, before Lighthouse runs, that the right page is audited: an error page can have a high score.
import type { Page } from 'puppeteer-core';
import { isDownload } from '../api/page-identity.ts';
import type { Send } from '../api/rate-limited-sender.ts';
import { mainHeading, readPage } from '../html/read-page.ts';
import { AuditTrouble, refusalBefore, troubleOf } from './audit-errors.ts';

export type Expected = {
  url: URL;
  /** Its first heading; undefined: any heading that is not of an error page. */
  heading: string | undefined;
  /** Private pages ask search engines to stay away; elsewhere that is what Next.js puts on a not-found screen. */
  noindex: boolean;
};

const LOAD_DEADLINE_MS = 20_000;
const HEADING_DEADLINE_MS = 5_000;
/** Before Chrome opens the page, which has a deadline of its own. */
const DOCUMENT_DEADLINES_MS = { firstByte: 8_000, download: 8_000, whole: 10_000 } as const;
/** A page of more than this is not audited: Lighthouse would take minutes to say that it is too big. */
const LARGEST_BYTES = 20 * 1_024 * 1_024;

/** Headings and titles of pages that say something went wrong. */
const NOT_FOUND = /\bnot found\b|^404\b|could not be found/i;
const WENT_WRONG =
  /something went wrong|application error|internal server error|^50\d\b|unexpected error|error loading/i;

/** Opens the page and checks it. `send` requests the document first. Rejects with AuditTrouble that says what is wrong. */
export async function visit(page: Page, expected: Expected, send: Send): Promise<void> {
  const crashed = new Promise<never>((_, reject) => {
    page.once('error', () => reject(new AuditTrouble('page-error', `${expected.url.pathname} crashed its renderer`)));
  });
  // A public page can be requested first. A page that needs a session is measured while it loads.
  if (!expected.noindex) await weighDocument(expected, send);
  const { tooLarge, stop } = await weigh(page, expected.url);
  try {
    await Promise.race([look(page, expected), crashed, tooLarge]);
  } catch (error) {
    const trouble = troubleOf(error);
    throw trouble.message.includes(expected.url.pathname) && trouble === error
      ? trouble
      : new AuditTrouble(trouble.code, `${expected.url.pathname} could not be opened: ${trouble.message}`);
  } finally {
    // The promises that lost the race must not end the process.
    crashed.catch(() => {});
    tooLarge.catch(() => {});
    await stop();
  }
}

async function look(page: Page, { url, heading, noindex }: Expected): Promise<void> {
  const wrong = (code: AuditTrouble['code'], what: string): AuditTrouble =>
    new AuditTrouble(code, `${url.pathname} ${what}: not audited`);
  const answer = await page.goto(url.href, { waitUntil: 'domcontentloaded', timeout: LOAD_DEADLINE_MS });
  const hops = answer?.request().redirectChain() ?? [];
  if (hops.length > 0) {
    const first = hops[0]?.response()?.status() ?? 0;
    throw wrong('unexpected-status', `answered ${first} and led to ${new URL(page.url()).pathname}`);
  }
  const status = answer?.status() ?? 0;
  if (status >= 500) throw wrong('server-error', `answered ${status}`);
  if (status !== 200) throw wrong('unexpected-status', `answered ${status}, not 200`);
  await page.waitForSelector('h1, main h2', { timeout: HEADING_DEADLINE_MS }).catch(() => null);
  // The same reading as over HTTP, of the page as its scripts have made it.
  const reading = readPage(await page.content());
  if (reading.problem !== undefined) throw wrong('semantic', reading.problem);
  const shown = mainHeading(reading) ?? '';
  if (reading.refresh) throw wrong('soft-redirect', `answered 200 with a refresh tag (${reading.refresh})`);
  const landed = new URL(page.url());
  if (landed.origin !== url.origin || landed.pathname !== url.pathname)
    throw wrong('soft-redirect', `answered 200 and led to ${landed.pathname}`);
  const texts = [shown, reading.title];
  if (texts.some((text) => NOT_FOUND.test(text))) throw wrong('soft-404', `answered 200 and says "${shown}"`);
  if (texts.some((text) => WENT_WRONG.test(text))) throw wrong('semantic', `answered 200 and says "${shown}"`);
  if (!noindex && reading.noindex)
    throw wrong('soft-404', 'answered 200 and asks search engines to stay away (noindex), as a not-found screen does');
  if (shown === '') throw wrong('semantic', 'shows no heading');
  if (heading !== undefined && shown !== heading)
    throw wrong('semantic', `shows the heading "${shown.slice(0, 80)}" instead of "${heading}"`);
}

const tooMuch = (url: URL): AuditTrouble =>
  new AuditTrouble(
    'body-too-large',
    `${url.pathname} sends more than ${LARGEST_BYTES / 1_024 / 1_024} MB: not audited`,
  );

/**
 * Rejects when the document alone is too large (Chrome would be too busy with it to say so), when it is no page but a download, or when
 * a wall answers in the site's place. Anything else Chrome says better.
 */
async function weighDocument({ url, heading }: Expected, send: Send): Promise<void> {
  const answer = await send({ method: 'GET', url, mostBytes: LARGEST_BYTES, deadlines: DOCUMENT_DEADLINES_MS });
  if (answer.error?.code === 'body-too-large') throw tooMuch(url);
  if (answer.error) return;
  // A page of the site itself may ask for a password, too.
  const isItself = answer.status === 200 && heading !== undefined && mainHeading(readPage(answer.body)) === heading;
  const refusal = isItself ? undefined : refusalBefore(answer, url.pathname);
  if (refusal !== undefined) throw refusal;
  const type = answer.headers['content-type'] ?? 'none';
  const isSaved = isDownload(answer);
  if (answer.status === 200 && (isSaved || !/^(text\/html|application\/xhtml\+xml)\b/i.test(type)))
    throw new AuditTrouble(
      'content-type',
      `${url.pathname} is sent as ${type}${isSaved ? ', a download' : ''}, not as a page: not audited`,
    );
}

/** Counts what arrives; `tooLarge` rejects when it is too much. */
async function weigh(page: Page, url: URL): Promise<{ tooLarge: Promise<never>; stop: () => Promise<void> }> {
  const session = await page.createCDPSession();
  const { promise: tooLarge, reject } = Promise.withResolvers<never>();
  let bytes = 0;
  session.on('Network.dataReceived', ({ dataLength }) => {
    bytes += dataLength;
    if (bytes > LARGEST_BYTES) reject(tooMuch(url));
  });
  await session.send('Network.enable');
  return { tooLarge, stop: () => session.detach().catch(() => {}) };
}
