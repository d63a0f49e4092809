// /shows/{slug}: the show, its tickets and its setlists, on which guests and members vote.
import type { Setlist, Show, Venue } from '../data.ts';
import type { Answer, Ask } from '../http.ts';
import type { World } from '../world.ts';
import { breadcrumb, cardTitle, headings, tabs } from './cards.ts';
import { notFound, wentWrong } from './errors.ts';
import { dayText } from './format.ts';
import { markup, nothing, type Markup } from './html.ts';
import { pageAnswer } from './layout.ts';
import { songRows } from './songs.ts';

function setlistPanel(show: Show, setlist: Setlist, ask: Ask, world: World): Markup {
  const minutes = Math.round(setlist.songs.reduce((sum, song) => sum + song.durationMs, 0) / 60_000);
  const locked = world.isLocked(setlist);
  const add =
    locked || ask.session
      ? nothing
      : markup`<button class="button small quiet-button" type="button" data-add-song>Add Song</button>`;
  return markup`<div class="section-head"><div class="muted"><span class="strong">Main Set</span> ${setlist.type} ${setlist.songs.length} songs ${minutes}m Anonymous • 32 minutes ago${locked ? markup` <span class="chip">Locked</span>` : nothing}</div>${add}</div>${songRows('show', show, setlist, ask.session, world)}`;
}

function setlistTabs(show: Show, ask: Ask, world: World): Markup {
  if (show.setlists.length === 0) {
    return markup`<h3>No setlists yet</h3><p>Be the first to predict what songs will be played</p>`;
  }
  const tab = (type: Setlist['type'], name: string) => {
    const lists = show.setlists.filter((setlist) => setlist.type === type);
    const body = markup`${lists.map((setlist) => setlistPanel(show, setlist, ask, world))}`;
    return { id: type, name: lists.length ? `${name} (${lists.length})` : name, body, disabled: lists.length === 0 };
  };
  return tabs([tab('actual', 'Actual'), tab('predicted', 'Predicted')], 'Setlists', world);
}

/** The supporting act: the next artist of the catalogue. */
function supporting(show: Show, world: World): Markup {
  const { artists } = world.catalogue;
  const opener = artists[(artists.indexOf(show.artist) + 1) % artists.length];
  if (!opener) return nothing;
  return markup`${cardTitle(world, 'Supporting Acts')}<a class="card" href="/artists/${opener.slug}"><span class="card-text">${headings(world, 3, 4)(opener.name)}<span class="muted">Verified</span><p class="muted">45 minute set</p></span> <span class="chip">#1</span></a>`;
}

/** The venue with its address. R1 has a map there that its own header blocks. */
function venueCard(venue: Venue, world: World): Markup {
  const map = world.has('map-blocked')
    ? markup`<iframe src="/venues/${venue.slug}" width="300" height="150" loading="lazy"></iframe>`
    : nothing;
  const link = markup`<a href="/venues/${venue.slug}">${venue.name}</a>`;
  const title = world.has('card-titles-plain') ? markup`<div class="h2">${link}</div>` : markup`<h2>${link}</h2>`;
  const where = encodeURIComponent(`${venue.name}, ${venue.city}`);
  return markup`<div class="card"><div>${title}${map}<p class="muted">Address</p><p>50 Main St ${venue.city}, ${venue.state}</p><p class="muted">Type</p><p>theater</p><p class="muted">Capacity</p><p>${venue.capacity.toLocaleString('en-US')}</p><a href="https://maps.example/search/?query=${where}" rel="noopener noreferrer">Get Directions</a></div></div>`;
}

export function showPage(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return wentWrong(ask, world);
  const show = world.catalogue.showBySlug.get(ask.params[0] ?? '');
  if (!show || world.has('soft-404-known')) return notFound('Show Not Found', ask, world);
  const date = dayText(show.date);
  const { venue } = show;
  const crumbs = [
    ['Home', '/'],
    ['Shows', '/shows'],
    [show.artist.name, `/artists/${show.artist.slug}`],
  ] as const;
  // R1's page requests an address without GET, and the browser logs the 405.
  const attendance = world.has('attendance-405') ? markup` data-ask-attendance` : nothing;
  const tickets = `https://tickets.example/${show.slug}`;
  const going = markup`<button class="button quiet-button" type="button"${world.has('attendance-silent') ? nothing : markup` data-going`}>I'm going</button>`;
  const vote = world.has('link-wraps-button')
    ? markup`<a href="/setlists/${show.id}"><button class="button small" type="button">Vote on Songs</button></a>`
    : markup`<a class="button small" href="/setlists/${show.id}">Vote on Songs</a>`;
  const body = markup`<div class="wrap"${attendance}>${breadcrumb(crumbs, date, world)}<h1>${show.artist.name}</h1><p class="lead">${venue?.name ?? 'Venue to be announced'} · ${date}</p>
<div class="actions"><a class="button" href="#setlists">Vote Setlist</a> <a class="button quiet-button" href="${tickets}" rel="noopener noreferrer">Buy Tickets</a> ${going} <span class="muted">${show.attendees} attending</span> <button class="button quiet-button" type="button" data-share>Share</button></div><p>One night, one set, and it is not written yet.</p>
<div class="two"><div>${supporting(show, world)}<div id="setlists"><div class="section-head"><h2>Setlists</h2>${vote}</div>${setlistTabs(show, ask, world)}<aside class="guest-panel" aria-label="Guest limits" data-guest-panel hidden></aside></div></div>
<div class="side"><div class="card"><div>${cardTitle(world, 'Tickets')}<div>$${show.minPrice} - $${show.maxPrice}</div><a class="button small" href="${tickets}" rel="noopener noreferrer">Get Tickets</a><p class="muted">Sold by somebody else; this link leaves the site.</p></div></div>
${venue ? venueCard(venue, world) : nothing}<div class="card"><div>${cardTitle(world, 'Attendees')}${world.has('attendance-doubled') ? going : nothing} <div>${show.attendees} attending</div><p>Whoever goes is not shown here.</p><p class="muted">Say that you are going, and be counted.</p></div></div></div></div></div>`;
  return pageAnswer(
    {
      title: `${show.name} - ${date} | MySetlist`,
      description: `Vote on the setlist of ${show.name}, ${date}.`,
      body,
      canonical: `/shows/${show.slug}`,
      scripts: ['votes.js'],
    },
    ask,
    world,
  );
}
