// /setlists/{showId}: the setlist alone, live; and /setlists, the way there.
import type { Answer, Ask } from '../http.ts';
import { upcomingShows } from '../ranking.ts';
import type { World } from '../world.ts';
import { place } from './cards.ts';
import { notFound, wentWrong } from './errors.ts';
import { daysAway, longDayText } from './format.ts';
import { markup, nothing } from './html.ts';
import { pageAnswer } from './layout.ts';
import { songRows } from './songs.ts';

export function setlistPage(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return wentWrong(ask, world);
  const show = world.catalogue.showById.get(ask.params[0] ?? '');
  if (!show || world.has('soft-404-known')) return notFound('Show Not Found', ask, world);
  const setlist = show.setlists.find(({ type }) => type === 'predicted') ?? show.setlists[0];
  const played = setlist?.songs.filter((song) => song.isPlayed).length ?? 0;
  const card = setlist
    ? markup`<div class="section-head"><h2>Main Set</h2><span class="muted" data-live>Connecting...</span><span class="muted">${played} of ${setlist.songs.length} songs</span>${setlist.isLocked ? markup`<span class="chip">Locked</span>` : nothing}<button class="button small quiet-button" type="button" data-refresh>Refresh</button></div><p class="muted" data-updated>Last updated: ${world.now().toISOString().slice(11, 19)}</p>${songRows('setlist', show, setlist, ask.session, world)}`
    : markup`<h2>Main Set</h2><p class="empty">No setlist available</p>`;
  const body = markup`<div class="wrap" data-show="${show.id}"><h1>${show.artist.name}</h1><p><span class="chip">${daysAway(show.date, world.now())}</span> ${show.name}</p><p class="muted">${place(show)} · ${longDayText(show.date)} · ${show.attendees} attending</p>
<p><a href="/shows/${show.slug}">About this show</a></p><section class="panel">${card}</section></div>`;
  return pageAnswer(
    {
      title: `Setlist of ${show.name} | MySetlist`,
      description: `Vote on the songs of ${show.name}.`,
      body,
      scripts: ['votes.js'],
    },
    ask,
    world,
  );
}

export function setlistsPage(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return wentWrong(ask, world);
  const shows = upcomingShows(world).filter((show) => show.setlists.length > 0);
  const body = markup`<div class="wrap"><h1>Setlists</h1><p class="lead">Every setlist that is open for votes.</p><ul class="rows">${shows.map((show) => markup`<li class="card"><a href="/setlists/${show.id}">${show.name}</a></li>`)}</ul></div>`;
  const description = 'All setlists that fans can vote on.';
  return pageAnswer({ title: 'Setlists - MySetlist', description, body, canonical: '/setlists' }, ask, world);
}
