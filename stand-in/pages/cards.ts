// Pieces that several pages share.
import type { Show } from '../data.ts';
import type { RankedArtist } from '../ranking.ts';
import type { World } from '../world.ts';
import { dateOf } from '../ranking.ts';
import { countText, firstTwo, initials, shortDayText, tint } from './format.ts';
import { markup, nothing, type Markup } from './html.ts';

export const place = (show: Show): string =>
  show.venue ? `${show.venue.name}, ${show.venue.city}, ${show.venue.state}` : 'Venue to be announced';

/** A card of the home page's row of artists. */
export const artistTile = ({ artist }: RankedArtist): Markup =>
  markup`<div class="tile" role="group" aria-label="${artist.name}"><a href="/artists/${artist.slug}"><span class="cover ${tint(artist.slug)}" aria-hidden="true">${initials(artist.name)}</span><span class="badge">+${artist.growth.toFixed(1)}%</span><span class="muted">${countText(artist.followers)} fans</span><h3>${artist.name}</h3><p>${artist.genres[0] ?? 'live music'}</p></a></div>`;

export const showTile = (show: Show, rank: number, world: World): Markup =>
  markup`<div class="tile" role="group" aria-label="${show.name}"><a href="/shows/${show.slug}"><span class="cover ${tint(show.slug)}" aria-hidden="true">🎵</span><span class="badge">Trending #${rank}</span> <span class="muted">${shortDayText(dateOf(show, world))}</span><h3>${show.name}</h3><p>by ${show.artist.name}</p><span class="muted">${place(show)} · ${show.attendees} attending</span></a></div>`;

/** A row of the lists on /artists; `rank` is shown where the list is a ranking. */
export const artistCard = ({ artist, shows }: RankedArtist, rank?: number): Markup =>
  markup`<a class="card artist-card" href="/artists/${artist.slug}">${rank === undefined ? nothing : markup`<span class="rank">#${rank}</span>`}<span class="cover round ${tint(artist.slug)}">${firstTwo(artist.name)}</span><span class="card-text"><h3>${artist.name}</h3><span class="muted">${artist.verified && rank !== undefined ? 'Verified ' : ''}${artist.genres.join(' ')} ${rank === undefined ? `${countText(artist.followers)} fans ` : ''}${shows} shows${rank === undefined ? '' : ` +${artist.growth.toFixed(0)}%`}</span></span></a>`;

export const showRow = (show: Show, world: World): Markup =>
  markup`<li class="card show-row"><span class="date"><strong>${shortDayText(dateOf(show, world))}</strong></span><span class="card-text"><h3><a href="/shows/${show.slug}">${show.name}</a></h3><span class="muted">${place(show)}</span></span><a class="button small" href="/shows/${show.slug}" aria-label="Vote on the setlist of ${show.name}">Vote</a></li>`;

export type Crumb = readonly [name: string, href: string];
export const breadcrumb = (links: readonly Crumb[], here: string): Markup =>
  markup`<nav class="breadcrumb" aria-label="Breadcrumb"><ol>${links.map(([name, href]) => markup`<li><a href="${href}">${name}</a></li>`)}<li><span aria-current="page">${here}</span></li></ol></nav>`;

/** Tabs whose panels are all in the page; client/app.js switches them. */
export type Tab = { id: string; name: string; label?: string; body: Markup; disabled?: boolean };
export function tabs(list: readonly Tab[], label: string): Markup {
  const first = list.find((tab) => !tab.disabled)?.id;
  return markup`<div class="tabs"><div role="tablist" aria-label="${label}">${list.map(
    (tab) =>
      markup`<button role="tab" type="button" id="tab-${tab.id}" aria-controls="panel-${tab.id}" aria-selected="${tab.id === first ? 'true' : 'false'}"${tab.label ? markup` aria-label="${tab.label}"` : nothing}${tab.disabled ? markup` disabled` : nothing}>${tab.name}</button>`,
  )}</div>${list.map(
    (tab) =>
      markup`<div role="tabpanel" id="panel-${tab.id}" aria-labelledby="tab-${tab.id}" tabindex="0"${tab.id === first ? nothing : markup` hidden`}>${tab.body}</div>`,
  )}</div>`;
}
