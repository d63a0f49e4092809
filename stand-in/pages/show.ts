// /shows/{slug}: the show, its tickets and its setlists, on which guests and members vote.
import type { Setlist, Show } from '../data.ts';
import type { Answer, Ask } from '../http.ts';
import type { World } from '../world.ts';
import { breadcrumb, tabs } from './cards.ts';
import { notFound, wentWrong } from './errors.ts';
import { dayText } from './format.ts';
import { markup, nothing, type Markup } from './html.ts';
import { pageAnswer } from './layout.ts';
import { songRows } from './songs.ts';

function setlistPanel(show: Show, setlist: Setlist, ask: Ask, world: World): Markup {
  return markup`<p class="muted"><strong>Main Set</strong> ${setlist.type} · ${setlist.songs.length} songs${setlist.isLocked ? markup` · <span class="chip">Locked</span>` : nothing}</p>${songRows('show', show, setlist, ask.session, world)}`;
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
  return tabs([tab('actual', 'Actual'), tab('predicted', 'Predicted')], 'Setlists');
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
  // R1's page asks an address that does not take GET, and the browser logs the 405.
  const attendance = world.has('attendance-405') ? markup` data-ask-attendance` : nothing;
  const body = markup`<div class="wrap"${attendance}>${breadcrumb(crumbs, date)}<h1>${show.artist.name}</h1><p class="lead">${venue?.name ?? 'Venue to be announced'} · ${date}</p>
<p class="actions"><a class="button" href="#setlists">Vote Setlist</a> <a class="button quiet-button" href="https://tickets.example/${show.slug}" rel="noopener noreferrer">Buy Tickets</a> <button class="button quiet-button" type="button" data-going>I'm going</button> <span class="muted">${show.attendees} attending</span></p>
<div class="two"><section id="setlists"><div class="section-head"><h2>Setlists</h2><a class="button small" href="/setlists/${show.id}">Vote on Songs</a></div>${setlistTabs(show, ask, world)}<aside class="guest-panel" aria-label="Guest limits" data-guest-panel hidden></aside></section>
<aside aria-label="About the night"><div class="card"><div><h2>Tickets</h2><p>$${show.minPrice} - $${show.maxPrice}</p><p class="muted">Sold by somebody else; this link leaves the site.</p></div></div>
${venue ? markup`<div class="card"><div><h2><a href="/venues/${venue.slug}">${venue.name}</a></h2><p>${venue.city}, ${venue.state}</p><p class="muted">Capacity ${venue.capacity.toLocaleString('en-US')}</p></div></div>` : nothing}</aside></div></div>`;
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
