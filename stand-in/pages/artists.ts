// /artists: search box, trending and popular artists; /artists/{slug}: one artist.
import { rankArtists } from '../ranking.ts';
import type { Answer, Ask } from '../http.ts';
import type { World } from '../world.ts';
import { artistCard, breadcrumb, cardTitle, headings, showRow, tabs } from './cards.ts';
import { notFound, wentWrong } from './errors.ts';
import { countText } from './format.ts';
import { lines, markup, nothing, type Markup } from './html.ts';
import { searchBox } from './frame.ts';
import { pageAnswer } from './layout.ts';

const STEPS = [
  ['🔍', 'Search Artists', 'Type a name above. What we do not know yet is fetched for you.'],
  ['🎵', 'Discover Shows', 'See where they play next and what a ticket costs.'],
  ['📝', 'Vote on Setlists', 'Tell them what to play.'],
] as const;

export function artistsPage(ask: Ask, world: World): Answer {
  const ranked = rankArtists(world);
  const list = (items: readonly Markup[], empty: string) =>
    items.length ? markup`<div class="grid">${items}</div>` : markup`<p class="empty">${empty}</p>`;
  const body = markup`<div class="wrap"><h1>${lines('Discover', 'Artists')}</h1><p class="lead">Search for an act to see its upcoming shows and what it played before.</p>
<div class="field page-search">${searchBox('artists-search', 'text', 'Search for artists...', world)}</div><div id="artists-results" aria-live="polite"></div>
<h2>Trending Artists</h2>${list(
    ranked.slice(0, 5).map((r, i) => artistCard(r, i + 1)),
    'No trending artists found',
  )}
<h2>Popular Artists</h2>${list(
    ranked.map((r) => artistCard(r)),
    'Unable to Load Artists',
  )}
<h2>How It Works</h2><div class="grid">${STEPS.map(([icon, title, text]) => markup`<div class="card"><span class="step">${icon}</span><div><h3>${title}</h3><p>${text}</p></div></div>`)}</div><p class="muted">Nobody comes to mind? Try Taylor Swift, Drake or Metallica.</p></div>`;
  return pageAnswer(
    {
      title: 'Artists - MySetlist',
      description: 'Find artists, their upcoming shows and the setlists their fans hope for.',
      body,
      canonical: '/artists',
    },
    ask,
    world,
  );
}

export function artistPage(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return wentWrong(ask, world);
  const artist = world.catalogue.artistBySlug.get(ask.params[0] ?? '');
  if (!artist || world.has('soft-404-known')) return notFound('Artist Not Found', ask, world);
  // R1's query for shows fails with the declared schema: the list is empty and all statistics are 0.
  const shows = world.has('artist-shows-empty') ? [] : world.catalogue.shows.filter((show) => show.artist === artist);
  const listed = world.has('artist-shows-foreign')
    ? world.catalogue.shows.filter((show) => show.artist !== artist)
    : shows;
  const upcoming = listed.filter((show) => show.status === 'upcoming');
  const past = shows.filter((show) => show.status === 'completed');
  const songs = shows.flatMap((show) => show.setlists[0]?.songs ?? []);
  const statistics = [
    ['Followers', countText(shows.length ? artist.followers : 0)],
    ['Total Shows', shows.length],
    ['Total Songs', songs.length],
    ['Avg Songs/Show', shows.length ? Math.round(songs.length / shows.length) : 0],
  ] as const;
  const sync = markup`<p class="muted">Come back later, or ask Ticketmaster for new dates.</p><button class="button quiet-button" type="button" data-sync="${artist.slug}">Sync Shows from Ticketmaster</button>`;
  const rows = (list: typeof shows, title: string, empty: string, more = nothing) =>
    markup`${cardTitle(world, title)}${list.length ? markup`<ul class="rows">${list.map((show) => showRow(show, world))}</ul>` : markup`<div class="empty">${empty}</div>${more}`}`;
  const titles = [...new Set(songs.map((song) => song.title))];
  const panels = [
    {
      id: 'upcoming',
      name: 'Upcoming Shows',
      label: 'View upcoming shows',
      body: rows(upcoming, 'Upcoming Shows', `No upcoming shows found for ${artist.name}`, sync),
    },
    {
      id: 'past',
      name: 'Past Shows',
      label: 'View past shows',
      body: rows(past, 'Past Shows', 'No past shows found'),
    },
    {
      id: 'setlists',
      name: 'Setlists',
      label: 'View setlists',
      body: markup`${cardTitle(world, 'Setlists')}<ul>${shows.filter((show) => show.setlists.length).map((show) => markup`<li><a href="/setlists/${show.id}">${show.name}</a></li>`)}</ul>`,
    },
    {
      id: 'music',
      name: 'Music',
      label: 'View artist music',
      body: markup`${cardTitle(world, 'Music')}<ol>${titles.map((title) => markup`<li>${title}</li>`)}</ol>`,
    },
    {
      id: 'about',
      name: 'About',
      label: 'About the artist',
      body: markup`${cardTitle(world, 'About')}<p>${artist.name} exists only in this stand-in.</p>`,
    },
  ];
  const crumbs = [
    ['Home', '/'],
    ['Artists', '/artists'],
  ] as const;
  const figures = statistics.map(
    ([name, value]) => markup`<div><div class="muted">${name}</div><p class="figure">${value}</p></div>`,
  );
  const path = world.has('artist-breadcrumb-missing') ? nothing : breadcrumb(crumbs, artist.name, world);
  const body = markup`<div class="wrap">${path}<div class="artist-head"><h1>${artist.name}</h1>
<div>${artist.genres.map((genre) => markup`<span class="chip">${genre}</span> `)}<span class="muted">${countText(artist.followers)} followers</span></div>
<div class="actions"><button class="button" type="button" data-follow="${artist.name}">Follow</button> <button class="button quiet-button" type="button" data-sync="${artist.slug}">Sync Shows</button></div></div>
${headings(world, 2, 3)('About')}<p>${artist.name} is on tour in this stand-in alone.</p><div class="stats">${figures}</div>${tabs(panels, 'Artist', world)}</div>`;
  return pageAnswer(
    {
      title: `${artist.name} - Concerts & Setlists | MySetlist`,
      description: `Upcoming shows of ${artist.name}, and the songs that fans want to hear.`,
      body,
      canonical: `/artists/${artist.slug}`,
    },
    ask,
    world,
  );
}
