// /setlists/{showId}: one setlist with live updates; and /setlists, the list of them.
import type { Answer, Ask } from '../http.ts';
import { upcomingShows } from '../ranking.ts';
import type { World } from '../world.ts';
import { cardTitle, place } from './cards.ts';
import { notFound, wentWrong } from './errors.ts';
import { daysAway, longDayText } from './format.ts';
import { markup, nothing, type Markup } from './html.ts';
import { pageAnswer } from './layout.ts';
import { songRows } from './songs.ts';

export function setlistPage(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return wentWrong(ask, world);
  const show = world.catalogue.showById.get(ask.params[0] ?? '');
  if (!show || world.has('soft-404-known')) return notFound('Show Not Found', ask, world);
  const setlist = show.setlists.find(({ type }) => type === 'predicted') ?? show.setlists[0];
  const played = setlist?.songs.filter((song) => song.isPlayed).length ?? 0;
  const isMarked = setlist && world.isLocked(setlist) && !world.has('lock-unlabelled');
  const locked = isMarked ? markup`<span class="chip">Locked</span>` : nothing;
  const refresh = world.has('icon-buttons-unnamed') ? nothing : markup` aria-label="Refresh"`;
  const card = setlist
    ? markup`<div class="section-head">${cardTitle(world, 'Main Set')}<span class="muted" data-live>Connecting...</span><span class="muted">${played} of ${setlist.songs.length} songs</span>${locked}<button class="icon" type="button" data-refresh${refresh}><span aria-hidden="true">↻</span></button></div><p class="muted" data-updated>Last updated: ${world.now().toISOString().slice(11, 19)}</p>${songRows('setlist', show, setlist, ask.session, world)}`
    : markup`${cardTitle(world, 'Main Set')}<p class="empty">No setlist available</p>`;
  const share = world.has('icon-buttons-unnamed') ? nothing : markup` aria-label="Share"`;
  const body = markup`<div class="wrap" data-show="${show.id}"><h1>${show.artist.name}</h1><div><span class="chip">${daysAway(show.date, world.now())}</span></div><p>${show.name}</p><div class="muted">${show.venue ? `${show.venue.name} • ${show.venue.city}, US` : place(show)} ${longDayText(show.date)} ${show.attendees} attending</div>
<div class="actions"><button class="icon bordered" type="button" data-share${share}><span aria-hidden="true">↗</span></button><button class="button small quiet-button" type="button" data-save>Save</button></div><div class="events"></div><div class="two"><div class="panel">${card}</div><div class="card"><div>${activity(show.id, world)}</div></div></div></div>`;
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

/** R1's feed: the same two lines for every show, with invented people and songs. */
const INVENTED = [
  ['Now playing: Bohemian Rhapsody by Queen', '2 minutes ago'],
  ['John Doe voted on We Will Rock You', '5 minutes ago'],
] as const;
const FEED = 5;

/** The newest votes on this show's setlists. */
function activity(showId: string, world: World): Markup {
  const known = world.votes.history.toReversed().flatMap(({ songId, voteType, at }) => {
    const found = world.catalogue.songById.get(songId);
    if (found?.show.id !== showId || voteType === null) return [];
    return [[`Somebody voted on ${found.song.title}`, `${at.slice(11, 16)} UTC`] as const];
  });
  const feed = world.has('activity-invented') ? INVENTED : known.slice(0, FEED);
  const lines = feed.map(([what, when]) => markup`<p>${what}</p><p class="muted">${when}</p>`);
  return markup`${cardTitle(world, 'Live Activity')}<span class="chip">Live</span>${lines.length ? lines : markup`<p class="muted">No votes yet</p>`}`;
}

export function setlistsPage(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return wentWrong(ask, world);
  const shows = upcomingShows(world).filter((show) => show.setlists.length > 0);
  const body = markup`<div class="wrap"><h1>Setlists</h1><p class="lead">Every setlist that is open for votes.</p><ul class="rows">${shows.map((show) => markup`<li class="card"><a href="/setlists/${show.id}">${show.name}</a></li>`)}</ul></div>`;
  const description = 'All setlists that fans can vote on.';
  return pageAnswer({ title: 'Setlists - MySetlist', description, body, canonical: '/setlists' }, ask, world);
}
