// /shows, /venues, /venues/{slug}, /discover, /search and /activity.
import { activities } from '../api/setlists.ts';
import type { Answer, Ask } from '../http.ts';
import { findArtists, rankArtists, upcomingShows } from '../ranking.ts';
import type { World } from '../world.ts';
import { artistCard, breadcrumb, showRow } from './cards.ts';
import { notFound, wentWrong } from './errors.ts';
import { lines, markup, type Markup } from './html.ts';
import { pageAnswer } from './layout.ts';

const isUntitled = (ask: Ask, world: World): boolean => world.has('venues-title-empty') && ask.path === '/venues';
const page = (name: string, description: string, body: Markup, ask: Ask, world: World): Answer =>
  pageAnswer(
    {
      title: isUntitled(ask, world) ? '' : `${name} - MySetlist`,
      description,
      body: markup`<div class="wrap">${body}</div>`,
      canonical: ask.path,
    },
    ask,
    world,
  );

export function showsPage(ask: Ask, world: World): Answer {
  const shows = world.has('database-down') ? [] : upcomingShows(world);
  const list = shows.length
    ? markup`<h2 class="visually-hidden">All dates</h2><ul class="rows">${shows.map((show) => showRow(show, world))}</ul>`
    : markup`<p class="empty">Unable to Load Shows</p>`;
  const body = markup`<h1>${lines('Upcoming', 'Shows')}</h1><p class="lead">All nights that are open for votes.</p>${list}`;
  return page('Shows', 'Upcoming concerts whose setlists fans can vote on.', body, ask, world);
}

export function venuesPage(ask: Ask, world: World): Answer {
  const { venues } = world.catalogue;
  const body = markup`<h1>${lines('Discover', 'Venues')}</h1><div class="grid">${venues.map((venue) => markup`<a class="card" href="/venues/${venue.slug}"><span class="card-text"><h2>${venue.name}</h2><span class="muted">${venue.city}, ${venue.state} · ${venue.capacity.toLocaleString('en-US')} places</span></span></a>`)}</div>`;
  return page('Venues', 'Halls and fields where the shows happen.', body, ask, world);
}

export function venuePage(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return wentWrong(ask, world);
  const venue = world.catalogue.venueBySlug.get(ask.params[0] ?? '');
  if (!venue) return notFound('Venue Not Found', ask, world);
  const shows = upcomingShows(world).filter((show) => show.venue === venue);
  const crumbs = [
    ['Home', '/'],
    ['Venues', '/venues'],
  ] as const;
  const body = markup`${breadcrumb(crumbs, venue.name, world)}<h1>${venue.name}</h1><p class="muted">${venue.city}, ${venue.state}</p><h2>Upcoming Shows</h2><ul class="rows">${shows.map((show) => showRow(show, world))}</ul>`;
  return page(venue.name, `Upcoming shows at ${venue.name}.`, body, ask, world);
}

export function discoverPage(ask: Ask, world: World): Answer {
  const artists = rankArtists(world).slice(6, 14);
  const body = markup`<h1>${lines('Discover', 'Music')}</h1><p class="lead">Acts you may not know yet.</p><div class="grid">${artists.map((r) => artistCard(r))}</div>`;
  return page('Discover Music', 'Artists worth a first listen.', body, ask, world);
}

export function searchPage(ask: Ask, world: World): Answer {
  const genre = ask.query.get('genre')?.toLowerCase().replace('-', ' ');
  const term = ask.query.get('q') ?? '';
  const named = new Set(findArtists(term, world));
  const found = rankArtists(world).filter(
    ({ artist }) => named.has(artist) && (!genre || artist.genres.some((g) => g.includes(genre))),
  );
  const list = found.length
    ? markup`<div class="grid">${found.map((r) => artistCard(r))}</div>`
    : markup`<p class="empty">No results found</p>`;
  const body = markup`<h1>Search</h1><form class="actions" action="/search"><label for="q">Name of an artist</label> <input id="q" name="q" type="search" value="${term}" /> <button class="button small" type="submit">Find</button></form><h2>Artists</h2>${list}`;
  return page('Search', 'Search all artists by name or genre.', body, ask, world);
}

export function activityPage(ask: Ask, world: World): Answer {
  const feed = activities(world, 20);
  const body = markup`<h1>Recent Activity</h1><ul class="feed">${feed.map((a) => markup`<li><a href="${a.href}">${a.text}</a></li>`)}</ul>`;
  return page('Recent Activity', 'What the community voted on last.', body, ask, world);
}
