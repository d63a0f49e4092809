// The frame of every page: head, header with navigation and search, drawer, footer, toasts.
import type { FaultId } from '../faults.ts';
import { html, withHeaders, type Answer, type Ask } from '../http.ts';
import type { World } from '../world.ts';
import { policy } from '../security-headers.ts';
import { faultScripts, withFlaws } from './flaws.ts';
import { brandOf, footer, header } from './frame.ts';
import { markup, nothing, type Markup } from './html.ts';
import { dialects } from './writers/dialects.ts';
import { islands, nonce } from './writers/islands.ts';

export type Page = {
  title: string;
  description: string;
  body: Markup;
  status?: number;
  /** Sets noindex: not-found screens and private pages. */
  noindex?: boolean;
  /** Scripts of client/ in addition to app.js. */
  scripts?: readonly string[];
  canonical?: string;
};

/** Faults in the browser: client scripts and styles read them from <html>. */
const CLIENT_FAULTS: readonly FaultId[] = [
  'nav-gap',
  'mobile-search-inert',
  'low-contrast',
  'setlists-refetch-loop',
  'toasts-doubled',
  'theme-toggle-inert',
  'tabs-inert',
  'vote-ui-no-update',
  'show-vote-silent',
  'guest-limit-missing',
  'guest-vote-forgotten',
  'guest-buttons-locked',
  'guest-mobile-refused',
  'guest-setlist-silent',
  'menu-inert',
  'horizontal-scroll',
  'search-undebounced',
  'search-html-injected',
  'search-failure-silent',
  'hero-keyboard-inert',
  'vote-failure-silent',
  'votes-doubled',
  'drawer-escape-inert',
  'clear-inert',
  'search-dialog-escape-inert',
  'text-cut',
  'header-overlaps',
  'targets-small',
  'motion-forced',
  'dark-unreadable',
  'follow-covered',
  'menu-gap',
  'search-gap',
  'text-fixed',
  'dark-ignored',
  'results-faint',
  'menu-faint',
  'toast-faint',
  'theme-deferred',
  'email-untyped',
  'drawer-links-inert',
  'drawer-focus-lost',
  'search-dialog-unfocused',
  'search-dialog-focus-lost',
  'tab-state-missing',
  'tab-panels-stay',
  'tabs-focus-stays',
  'artist-show-links-inert',
  'vote-link-inert',
  'follow-guest-accepted',
  'live-badge-stuck',
  'guest-setlist-counted',
  'guest-limit-silent',
  'guest-limit-leaky',
  'guest-count-stale',
  'guest-vote-silent',
  'vote-failure-counted',
  'vote-focus-lost',
  'search-failure-sticks',
  'no-result-silent',
  'header-escape-inert',
  'clear-keeps-text',
  'clear-keeps-results',
  'clear-focus-lost',
  'hero-escape-inert',
  'hero-enter-inert',
  'hero-arrows-inert',
  'turn-empties-search',
  'turn-closes-results',
];

const toaster = markup`<section class="toaster" aria-label="Notifications alt+T" aria-live="polite"></section>`;

/** The framework's route announcer while it is empty. */
const emptyAlert = markup`<div role="alert" class="visually-hidden"></div>`;

/** The whole document as an answer. */
export function pageAnswer(page: Page, ask: Ask, world: World): Answer {
  const { session } = ask;
  // R1's browser client reads the session only once, so the first page after signing in still says "Sign in".
  const known = session && !(world.has('header-stale-after-login') && session.pagesServed++ === 0);
  const flaws = CLIENT_FAULTS.filter((fault) => world.has(fault)).join(' ');
  // /trending sets its own title, and auth pages have none.
  const isNamed = world.has('titles-doubled') && ask.path !== '/trending' && page.title !== '';
  const doubled = isNamed ? `${page.title} | MySetlist` : page.title;
  const title = world.has('empty-title') ? '' : doubled.replaceAll('MySetlist', brandOf(world));
  const noindex = page.noindex === true || world.has('noindex-everywhere');
  const isPoor = world.has('seo-poor') && ask.path === '/';
  const skip = markup`<a class="skip" href="#main-content">Skip to main content</a>`;
  const isNested = world.has('main-doubled') && ask.path === '/artists';
  const main = isNested
    ? markup`<main><main id="main-content">${page.body}</main></main>`
    : world.has('nested-main') && ask.path === '/'
      ? markup`<main id="main-content">${skip}<main id="main-content">${page.body}</main></main>`
      : markup`<main id="main-content">${page.body}</main>`;
  const dialect = dialects[world.dialect];
  const components = ['app.js', 'search.js', 'buttons.js', ...(page.scripts ?? [])];
  const scripts = [...components, ...faultScripts(ask.path, world), ...dialect.lastScripts];
  const document = markup`<!doctype html>
<html lang="en" data-flaws="${flaws}"${session ? markup` data-signed-in` : nothing}><head><meta charset="utf-8" /><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1" />${isPoor ? nothing : markup`<meta name="description" content="${page.description}" />`}
${noindex ? markup`<meta name="robots" content="noindex" />` : nothing}${page.canonical ? markup`<link rel="canonical" href="http://${ask.headers.host ?? 'localhost'}${page.canonical}" />` : nothing}
${isPoor ? misleading : nothing}
<meta name="theme-color" content="#5b21b6" /><link rel="icon" href="/icon.svg" type="image/svg+xml" /><link rel="manifest" href="/manifest.json" />
<link rel="stylesheet" href="${dialect.url('styles.css')}" />${world.has('style-sheet-500') || world.has('style-sheet-500-once') ? markup`<link rel="stylesheet" href="/client/more.css" />` : nothing}${world.has('blocking-script') ? markup`<script src="/client/blocking.js"></script>` : nothing}${world.has('script-2mb') ? markup`<script defer src="/client/bundle.js"></script>` : nothing}
${scripts.map((name) => markup`<script defer src="${dialect.url(name)}"></script>`)}</head>
<body>${skip}${world.has('skip-link-doubled') ? skip : nothing}${ask.path === '/shows' ? intruders(world) : nothing}${header(known ? session.user : undefined, world)}${main}${footer(world)}${isPoor ? markup`<p class="wrap"><a href="/shows">click here</a></p>` : nothing}${world.has('unnamed-parts') && ask.path === '/' ? unnamed : nothing}${toaster}${world.has('toasts-doubled') ? toaster : nothing}${world.has('alert-empty') ? emptyAlert : nothing}`;
  const written = withFlaws(dialect.write(document), world);
  const end = '</body></html>';
  if (!dialect.hydrates) return html(written + end, page.status ?? 200);
  const secret = nonce();
  const answer = html(written + islands(page.body, world, secret) + end, page.status ?? 200);
  const csp = policy(world, secret);
  return csp === undefined ? answer : withHeaders(answer, { 'Content-Security-Policy': csp });
}

/** Two canonical addresses and an unknown language. */
const misleading = markup`<link rel="canonical" href="https://one.example/home" /><link rel="canonical" href="https://two.example/home" /><link rel="alternate" hreflang="xx-nowhere" href="https://one.example/xx" />`;

/** A picture, a button and a link without a name. */
const unnamed = markup`<p class="wrap"><img src="/icon.svg" width="24" height="24" /><button type="button"></button><a href="/shows"></a></p>`;

/** An inline script that the policy blocks, and a picture without TLS. */
const intruders = (world: World): Markup =>
  markup`${world.has('csp-violation') ? markup`<script>window.inline = true;</script>` : nothing}${world.has('mixed-content') ? markup`<img src="http://images.mysetlist.example/pixel.gif" alt="" width="1" height="1" hidden />` : nothing}`;
