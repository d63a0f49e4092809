// The frame of every page: head, header with navigation and search, drawer, footer, toasts.
import type { FaultId } from '../faults.ts';
import { html, withHeaders, type Answer, type Ask } from '../http.ts';
import { initialsOf, type User } from '../sessions.ts';
import type { World } from '../world.ts';
import { policy } from '../middleware.ts';
import { markup, nothing, type Markup } from './html.ts';
import { dialects } from './writers/index.ts';
import { islands, nonce } from './writers/islands.ts';

export type Page = {
  title: string;
  description: string;
  body: Markup;
  status?: number;
  /** Keeps search engines away: not-found screens and private pages. */
  noindex?: boolean;
  /** Scripts of client/ beside app.js. */
  scripts?: readonly string[];
  canonical?: string;
};

/** Faults that live in the browser: the client scripts and styles look for them on <html>. */
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
  'text-cut',
  'header-overlaps',
  'targets-small',
  'motion-forced',
  'dark-unreadable',
];

const NAV = [
  ['Home', '/', 'Discover trending shows'],
  ['Artists', '/artists', 'Browse artists'],
  ['Shows', '/shows', 'Upcoming concerts'],
  ['Venues', '/venues', 'Find venues'],
  ['Trending', '/trending', 'What is hot right now'],
] as const;

/** A search box: named by label and placeholder; the fault takes both and leaves a picture of a text. */
export function searchBox(id: string, type: 'search' | 'text', name: string, world: World): Markup {
  return world.has('unlabelled-input')
    ? markup`<span class="faux-placeholder">${name}</span><input id="${id}" type="${type}" autocomplete="off" />`
    : markup`<input id="${id}" type="${type}" placeholder="${name}" aria-label="${name}" autocomplete="off" />`;
}

const signLinks = markup`<a class="quiet" href="/auth/sign-in">Sign in</a><a class="button small" href="/auth/sign-up">Sign up</a>`;

function account(user: User): Markup {
  return markup`<div class="menu-host"><button class="avatar" type="button" aria-haspopup="menu" aria-expanded="false" data-menu="user-menu">${initialsOf(user.email)}</button>
<div id="user-menu" class="menu" role="menu" aria-label="My Account" hidden><p class="menu-label" role="presentation">My Account<br /><span class="muted">${user.email}</span></p>
<a role="menuitem" href="/my-artists">My Artists</a><a role="menuitem" href="/profile/following">Following</a><a role="menuitem" href="/settings">Settings</a><button role="menuitem" type="button" data-sign-out>Sign out</button></div></div>`;
}

const themeToggle = (id: string): Markup =>
  markup`<div class="menu-host"><button class="icon" type="button" aria-haspopup="menu" aria-expanded="false" data-menu="${id}"><svg aria-hidden="true" viewBox="0 0 24 24" width="20" height="20"><circle cx="12" cy="12" r="5" fill="none" stroke="currentColor" stroke-width="2" /><path d="M12 1v3M12 20v3M1 12h3M20 12h3" stroke="currentColor" stroke-width="2" /></svg><span class="visually-hidden">Toggle theme</span></button>
<div id="${id}" class="menu" role="menu" aria-label="Theme" hidden>${['Light', 'Dark', 'System'].map((name) => markup`<button role="menuitem" type="button" data-theme-choice="${name.toLowerCase()}">${name}</button>`)}</div></div>`;

const brandOf = (world: World): string => (world.has('r2-brand') ? 'TheSet' : 'MySetlist');

function header(user: User | undefined, world: World): Markup {
  const items = user ? [NAV[0], NAV[1], ['My Artists', '/my-artists', 'Your artists'] as const, ...NAV.slice(2)] : NAV;
  const drawerItems = world.has('drawer-no-trending') ? items.filter(([name]) => name !== 'Trending') : items;
  return markup`<header class="site-header"><div class="bar">
<button class="icon only-narrow toggle-menu" type="button" aria-expanded="false" aria-controls="drawer"><span aria-hidden="true">☰</span><span class="visually-hidden">Toggle menu</span></button>
<a class="logo" href="/"><svg role="img" aria-label="Logo" viewBox="0 0 24 24" width="24" height="24"><path d="M4 19V9l8-5 8 5v10" fill="none" stroke="currentColor" stroke-width="2.5" /><circle cx="12" cy="15" r="3" fill="currentColor" /></svg><span>${brandOf(world)}</span></a>
<nav class="only-wide" aria-label="Main"><ul>${items.map(([name, href]) => markup`<li><a href="${href}">${name}</a></li>`)}</ul></nav>
<div class="header-search only-wide" role="search"><div class="field">${searchBox('header-search', 'search', 'Search artists...', world)}<button id="clear-search" class="icon" type="button" aria-label="Clear search" hidden>✕</button></div><div id="header-results" class="popover" hidden></div></div>
<div class="bar-end">
<button class="icon only-narrow search-toggle" type="button" aria-haspopup="dialog"><svg aria-hidden="true" viewBox="0 0 24 24" width="20" height="20"><circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="2" /><path d="m15 15 6 6" stroke="currentColor" stroke-width="2" /></svg><span class="visually-hidden">Search...</span></button>
<a class="quiet only-wide" href="/contact">Contact</a>
<span class="only-tablet">${user ? account(user) : signLinks}</span>${!user && world.has('auth-links-doubled') ? markup`<span class="only-tablet">${signLinks}</span>` : nothing}
<span class="only-phone">${user ? markup`<a class="avatar" href="/settings" aria-label="Settings">${initialsOf(user.email)}</a>` : markup`<a class="quiet" href="/auth/sign-in">Sign in</a>`}</span>
<span class="only-tablet">${themeToggle('theme-menu')}</span>
<span class="live only-tablet" data-live>Connecting...</span></div></div>
<div id="drawer" class="drawer" hidden><div class="drawer-top"><strong>${brandOf(world)}</strong><button class="icon" type="button" data-close-drawer aria-label="Close menu">✕</button></div>
<nav aria-label="Mobile navigation"><ul>${drawerItems.map(([name, href, what]) => markup`<li><a href="${href}">${name} <span class="muted">${what}</span></a></li>`)}</ul></nav>
<div class="drawer-auth">${user ? markup`<button class="button" type="button" data-sign-out>Sign out</button>` : markup`<a class="button quiet-button" href="/auth/sign-in">Sign In</a><a class="button" href="/auth/sign-up">Sign Up</a>`}</div>
<div class="drawer-theme">${themeToggle('drawer-theme-menu')}</div></div></header>
<div id="mobile-search" class="modal" role="dialog" aria-modal="true" aria-label="Search" hidden><div class="modal-top">${searchBox('mobile-search-input', 'search', 'Search artists, shows, venues...', world)}<button class="icon" type="button" data-close-search aria-label="Close search">✕</button></div><div id="mobile-results" aria-live="polite"></div></div>`;
}

function footer(world: World): Markup {
  const column = (title: string, links: readonly (readonly [string, string])[], blank = false) =>
    markup`<div><h2>${title}</h2><ul>${links.map(([name, href]) => markup`<li><a href="${href}"${blank ? markup` target="_blank" rel="noopener noreferrer"` : nothing}>${name}</a></li>`)}</ul></div>`;
  return markup`<footer class="site-footer"><div class="wrap columns"><div><h2>${brandOf(world)}</h2><p>Pick the songs, meet the people who came for the same ones.</p></div>
${column('Product', [
  ['Artists', '/artists'],
  ['Shows', '/shows'],
  ['Venues', '/venues'],
  ['Setlists', '/setlists'],
])}${column('Company', [
    ['About', '/about'],
    ['Contact', '/contact'],
    ['Privacy', '/privacy'],
    ['Terms', '/terms'],
  ])}${column(
    'Connect',
    [
      ['Twitter', 'https://twitter.com'],
      ['Instagram', 'https://instagram.com'],
      ['Facebook', 'https://facebook.com'],
    ],
    true,
  )}</div><p class="wrap muted">© ${world.now().getUTCFullYear()} ${brandOf(world)}. All rights reserved.</p></footer>`;
}

const toaster = markup`<section class="toaster" aria-label="Notifications alt+T" aria-live="polite"><ol data-sonner-toaster></ol></section>`;

/** The whole document as an answer. */
export function pageAnswer(page: Page, ask: Ask, world: World): Answer {
  const { session } = ask;
  // R1's browser client reads the session only once, so the first page after signing in still says "Sign in".
  const known = session && !(world.has('header-stale-after-login') && session.pagesServed++ === 0);
  const flaws = CLIENT_FAULTS.filter((fault) => world.has(fault)).join(' ');
  const doubled = world.has('titles-doubled') ? `${page.title} | MySetlist` : page.title;
  const title = world.has('empty-title') ? '' : doubled.replaceAll('MySetlist', brandOf(world));
  const noindex = page.noindex === true || world.has('noindex-everywhere');
  const skip = markup`<a class="skip" href="#main-content">Skip to main content</a>`;
  const main = world.has('nested-main')
    ? markup`<main id="main-content">${skip}<main id="main-content">${page.body}</main></main>`
    : markup`<main id="main-content">${page.body}</main>`;
  const dialect = dialects[world.dialect];
  const components = ['app.js', 'search.js', ...(page.scripts ?? [])];
  const dead = world.has('never-hydrates') && !dialect.hydrates;
  const scripts = [...(dead ? [] : components), ...faultScripts(ask.path, world), ...dialect.lastScripts];
  const document = markup`<!doctype html>
<html lang="en" data-flaws="${flaws}"${session ? markup` data-signed-in` : nothing}><head><meta charset="utf-8" /><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="description" content="${page.description}" />
${noindex ? markup`<meta name="robots" content="noindex" />` : nothing}${page.canonical ? markup`<link rel="canonical" href="http://${ask.headers.host ?? 'localhost'}${page.canonical}" />` : nothing}
${world.has('seo-poor') && ask.path === '/' ? misleading : nothing}
<meta name="theme-color" content="#5b21b6" /><link rel="icon" href="/icon.svg" type="image/svg+xml" /><link rel="manifest" href="/manifest.json" />
<link rel="stylesheet" href="${dialect.url('styles.css')}" />${world.has('blocking-script') ? markup`<script src="/client/blocking.js"></script>` : nothing}${world.has('script-2mb') ? markup`<script defer src="/client/bundle.js"></script>` : nothing}
${scripts.map((name) => markup`<script defer src="${dialect.url(name)}"></script>`)}</head>
<body>${skip}${ask.path === '/venues' ? intruders(world) : nothing}${header(known ? session.user : undefined, world)}${main}${footer(world)}${world.has('seo-poor') && ask.path === '/' ? markup`<p class="wrap"><a href="/shows">click here</a></p>` : nothing}${world.has('unnamed-parts') && ask.path === '/' ? unnamed : nothing}${toaster}${world.has('toasts-doubled') ? toaster : nothing}`;
  const end = '</body></html>';
  if (!dialect.hydrates) return html(dialect.write(document) + end, page.status ?? 200);
  const secret = nonce();
  const answer = html(dialect.write(document) + islands(page.body, world, secret) + end, page.status ?? 200);
  const csp = policy(world, secret);
  return csp === undefined ? answer : withHeaders(answer, { 'Content-Security-Policy': csp });
}

/** Two canonical addresses, and a language that there is not. */
const misleading = markup`<link rel="canonical" href="https://one.example/home" /><link rel="canonical" href="https://two.example/home" /><link rel="alternate" hreflang="xx-nowhere" href="https://one.example/xx" />`;

/** A picture, a button and a link without a name. */
const unnamed = markup`<p class="wrap"><img src="/icon.svg" width="24" height="24" /><button type="button"></button><a href="/shows"></a></p>`;

/** What a policy forbids, and what comes without TLS. */
const intruders = (world: World): Markup =>
  markup`${world.has('csp-violation') ? markup`<script>window.inline = true;</script>` : nothing}${world.has('mixed-content') ? markup`<img src="http://images.mysetlist.example/pixel.gif" alt="" width="1" height="1" hidden />` : nothing}`;

function faultScripts(path: string, world: World): string[] {
  const scripts: readonly (readonly [FaultId, string, boolean])[] = [
    ['heavy-script', 'fault-heavy.js', true],
    ['console-error', 'fault-console.js', true],
    ['page-crash', 'fault-crash.js', true],
    ['slow-clicks', 'fault-slow-clicks.js', true],
    ['paste-prevented', 'fault-no-paste.js', path === '/'],
    ['busy-script', 'fault-busy.js', path === '/'],
    ['layout-shift-home', 'fault-shift.js', path === '/'],
  ];
  return scripts.flatMap(([fault, name, here]) => (here && world.has(fault) ? [name] : []));
}
