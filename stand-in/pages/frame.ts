// Parts of every page: header with navigation and search, drawer, phone search, footer.
import { initialsOf, type User } from '../sessions.ts';
import type { FaultId } from '../faults.ts';
import type { World } from '../world.ts';
import { headings } from './cards.ts';
import { markup, nothing, type Markup } from './html.ts';
import { dialects } from './writers/dialects.ts';

const NAV = [
  ['Home', '/', 'Discover trending shows'],
  ['Artists', '/artists', 'Browse artists'],
  ['Shows', '/shows', 'Upcoming concerts'],
  ['Venues', '/venues', 'Find venues'],
  ['Trending', '/trending', 'What is hot right now'],
] as const;

/** A search box with label and placeholder. The fault removes both and shows a drawn text instead. */
export function searchBox(id: string, type: 'search' | 'text', name: string, world: World): Markup {
  return world.has('unlabelled-input')
    ? markup`<span class="faux-placeholder">${name}</span><input id="${id}" type="${type}" autocomplete="off" />`
    : markup`<input id="${id}" type="${type}" placeholder="${name}" aria-label="${name}" autocomplete="off" />`;
}

const signLinks = markup`<a class="quiet" href="/auth/sign-in">Sign in</a><a class="button small" href="/auth/sign-up">Sign up</a>`;

/** Inline SVG in a plain page; React's image component loads it through the image optimizer. */
function logo(world: World): Markup {
  const { hydrates, url } = dialects[world.dialect];
  if (world.has('pictures-missing') || (!hydrates && !world.has('images-refused')))
    return markup`<svg role="img" aria-label="Logo" viewBox="0 0 24 24" width="24" height="24"><path d="M4 19V9l8-5 8 5v10" fill="none" stroke="currentColor" stroke-width="2.5" /><circle cx="12" cy="15" r="3" fill="currentColor" /></svg>`;
  const source = new URL(url('logo.svg'), 'http://localhost').pathname;
  return markup`<img alt="Logo" width="24" height="24" src="/_next/image?url=${encodeURIComponent(source)}&w=48&q=75" />`;
}

function account(user: User): Markup {
  return markup`<div class="menu-host"><button class="avatar" type="button" aria-haspopup="menu" aria-expanded="false" data-menu="user-menu">${initialsOf(user.email)}</button>
<div id="user-menu" class="menu" role="menu" aria-label="My Account" hidden><p class="menu-label" role="presentation">My Account<br /><span class="muted">${user.email}</span></p>
<a role="menuitem" href="/my-artists">My Artists</a><a role="menuitem" href="/profile/following">Following</a><a role="menuitem" href="/settings">Settings</a><button role="menuitem" type="button" data-sign-out>Sign out</button></div></div>`;
}

/** The button already has a name, so the icon is hidden from screen readers. */
const hidden = (world: World): Markup =>
  world.has('parts-unnamed') ? markup` role="img"` : markup` aria-hidden="true"`;

/** A sun and a moon: one visible, one with zero width. Without `aria-hidden` both are pictures without a name. */
const themeToggle = (id: string, world: World): Markup =>
  markup`<div class="menu-host"><button class="icon" type="button" aria-haspopup="menu" aria-expanded="false" data-menu="${id}"><svg${hidden(world)} viewBox="0 0 24 24" width="20" height="20"><circle cx="12" cy="12" r="5" fill="none" stroke="currentColor" stroke-width="2" /><path d="M12 1v3M12 20v3M1 12h3M20 12h3" stroke="currentColor" stroke-width="2" /></svg><svg${hidden(world)} viewBox="0 0 24 24" width="0" height="20"><circle cx="12" cy="12" r="5" fill="currentColor" /></svg><span class="visually-hidden">Toggle theme</span></button>
<div id="${id}" class="menu" role="menu" aria-label="Theme" hidden>${['Light', 'Dark', 'System'].map((name) => markup`<button role="menuitem" type="button" data-theme-choice="${name.toLowerCase()}">${name}</button>`)}</div></div>`;

export const brandOf = (world: World): string => (world.has('r2-brand') ? 'TheSet' : 'MySetlist');

export function header(user: User | undefined, world: World): Markup {
  const items = user ? [NAV[0], NAV[1], ['My Artists', '/my-artists', 'Your artists'] as const, ...NAV.slice(2)] : NAV;
  const shown = (fault: FaultId) => (world.has(fault) ? items.filter(([name]) => name !== 'Trending') : items);
  const [navItems, drawerItems] = [shown('nav-no-trending'), shown('drawer-no-trending')];
  const staying = user && world.has('sign-in-links-stay') ? signLinks : nothing;
  return markup`<header class="site-header"><div class="bar">
<button class="icon only-narrow toggle-menu" type="button" aria-expanded="false" aria-controls="drawer"><span aria-hidden="true">☰</span><span class="visually-hidden">Toggle menu</span></button>
<nav class="only-wide" aria-label="Main"><ul>${navItems.map(([name, href]) => markup`<li><a href="${href}">${name}</a></li>`)}</ul></nav>
<a class="logo" href="/">${logo(world)}<p>${brandOf(world)}</p></a>
<div class="header-search only-wide"${world.has('parts-unnamed') || world.has('search-no-landmark') ? nothing : markup` role="search"`}><div class="field">${searchBox('header-search', 'search', 'Search artists...', world)}<button id="clear-search" class="icon" type="button" aria-label="Clear search" hidden><span aria-hidden="true">✕</span></button></div><div id="header-results" class="popover" hidden></div></div>
<div class="bar-end">
<button class="icon only-narrow search-toggle" type="button" aria-haspopup="dialog"><svg aria-hidden="true" viewBox="0 0 24 24" width="20" height="20"><circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="2" /><path d="m15 15 6 6" stroke="currentColor" stroke-width="2" /></svg><span class="visually-hidden">Search...</span></button>
<a class="quiet only-wide" href="/contact">Contact</a>
<span class="only-tablet">${user ? account(user) : signLinks}${staying}</span>
<span class="only-phone">${user ? markup`<a class="avatar" href="/settings" aria-label="Settings">${initialsOf(user.email)}</a>${staying}` : markup`<a class="quiet" href="/auth/sign-in">Sign in</a>`}</span>
<span class="only-tablet">${themeToggle('theme-menu', world)}</span>
<span class="live only-tablet" data-live>Connecting...</span>${!user && world.has('auth-links-doubled') ? markup`<span class="only-tablet">${signLinks}</span>` : nothing}</div></div>
<div id="drawer" class="drawer" hidden><div class="drawer-top"><span class="strong">${brandOf(world)}</span><button class="icon" type="button" data-close-drawer aria-label="Close menu">✕</button></div>
<nav aria-label="Mobile navigation"><ul>${drawerItems.map(([name, href, what]) => markup`<li><a href="${href}">${name} <span class="muted">${what}</span></a></li>`)}</ul></nav>
<div class="drawer-auth">${user ? markup`<button class="button" type="button" data-sign-out>Sign out</button>` : markup`<a class="button quiet-button" href="/auth/sign-in">Sign In</a><a class="button" href="/auth/sign-up">Sign Up</a>`}</div>
<div class="drawer-theme">${themeToggle('drawer-theme-menu', world)}</div></div></header>
<div id="mobile-search" class="modal" role="dialog" aria-modal="true" aria-label="Search" hidden><div class="modal-top">${searchBox('mobile-search-input', 'search', 'Search artists, shows, venues...', world)}<button class="icon" type="button" data-close-search aria-label="Close search">✕</button></div><div id="mobile-results" aria-live="polite"></div></div>`;
}

const COMPANY = [
  ['About', '/about'],
  ['Contact', '/contact'],
  ['Privacy', '/privacy'],
  ['Terms', '/terms'],
] as const;

export function footer(world: World): Markup {
  const column = (title: string, links: readonly (readonly [string, string])[], blank = false) =>
    markup`<div>${headings(world, 2, 4)(title)}<ul>${links.map(([name, href]) => markup`<li><a href="${href}"${blank ? markup` target="_blank" rel="noopener noreferrer"` : nothing}>${name}</a></li>`)}</ul></div>`;
  return markup`<footer class="site-footer"><div class="wrap columns"><div>${headings(world, 2, 3)(brandOf(world))}<p>Pick the songs, meet the people who came for the same ones.</p></div>
${column('Product', [
  ['Artists', '/artists'],
  ['Shows', '/shows'],
  ['Venues', '/venues'],
  ['Setlists', '/setlists'],
])}${world.has('footer-column-missing') ? nothing : column('Company', COMPANY)}${column(
    'Connect',
    [
      ['Twitter', 'https://twitter.com'],
      ['Instagram', 'https://instagram.com'],
      ['Facebook', 'https://facebook.com'],
    ],
    true,
  )}</div><p class="wrap muted">© ${world.now().getUTCFullYear()} ${brandOf(world)}. All rights reserved.</p></footer>`;
}
