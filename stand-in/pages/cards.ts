// Components that several pages share.
import type { Show } from '../data.ts';
import type { RankedArtist } from '../ranking.ts';
import type { World } from '../world.ts';
import { dateOf } from '../ranking.ts';
import { countText, firstTwo, initials, shortDayText, tint } from './format.ts';
import { markup, nothing, type Markup } from './html.ts';

/**
 * Headings at the correct level of the outline, or at R1's level, which skips some. They look the same.
 */
export const headings =
  (world: World, mended: 2 | 3 | 4, flawed: 3 | 4) =>
  (title: string, id?: string): Markup => {
    const level = world.has('heading-order') ? flawed : mended;
    const named = id === undefined ? nothing : markup` id="${id}"`;
    if (level === 2) return markup`<h2${named}>${title}</h2>`;
    return level === 3 ? markup`<h3${named}>${title}</h3>` : markup`<h4${named}>${title}</h4>`;
  };

/** Of these the faults make elements without a role. */
const isPlain = (classes: string, world: World): boolean =>
  (world.has('songs-plain') && /^songs?$/.test(classes)) || (world.has('breadcrumb-plain') && classes === 'crumbs');

/** A list or a list item; elements without a role with the fault on. */
export const boxes =
  (world: World, tag: 'ol' | 'ul' | 'li') =>
  (classes: string, content: Markup, attributes = nothing): Markup => {
    if (world.has('lists-plain') || isPlain(classes, world))
      return markup`<div class="${classes}"${attributes}>${content}</div>`;
    if (tag === 'li') return markup`<li class="${classes}"${attributes}>${content}</li>`;
    return tag === 'ol'
      ? markup`<ol class="${classes}"${attributes}>${content}</ol>`
      : markup`<ul class="${classes}"${attributes}>${content}</ul>`;
  };

/** A card's title: a heading, or an element that only looks like one. */
export const cardTitle = (world: World, title: string): Markup =>
  world.has('card-titles-plain') ? markup`<div class="h2">${title}</div>` : markup`<h2>${title}</h2>`;

export const place = (show: Show): string =>
  show.venue ? `${show.venue.name}, ${show.venue.city}, ${show.venue.state}` : 'Venue to be announced';

/** A group of a carousel; R1's have a role and no name. */
const tile = (name: string, content: Markup, world: World): Markup =>
  markup`<div class="tile" role="group"${world.has('parts-unnamed') ? nothing : markup` aria-label="${name}"`}>${content}</div>`;

/** A card of the home page's row of artists. */
export const artistTile = ({ artist, shows }: RankedArtist, world: World): Markup =>
  tile(
    artist.name,
    markup`<a href="/artists/${artist.slug}"><span class="cover ${tint(artist.slug)}">${initials(artist.name)}</span> <span class="badge">+${artist.growth.toFixed(1)}%</span> <span class="muted">${countText(artist.followers)} fans</span> <span class="muted">${shows} recent shows</span><h3>${artist.name}</h3><p>${artist.genres[0] ?? 'live music'}</p></a>`,
    world,
  );

export const showTile = (show: Show, rank: number, world: World): Markup =>
  tile(
    show.name,
    markup`<a href="/shows/${show.slug}"><span class="cover ${tint(show.slug)}">🎵</span> <span class="badge">Trending #${rank}</span> <span class="muted">${shortDayText(dateOf(show, world))}</span><h3>${show.name}</h3><p>by ${show.artist.name}</p><span class="muted">${place(show)} ${show.attendees} attending</span></a>`,
    world,
  );

/** A row of the lists on /artists; `rank` is shown if the list is a ranking. */
export function artistCard({ artist, shows, attendees, score }: RankedArtist, rank?: number): Markup {
  const genres = artist.genres.join(' ');
  const place = rank === undefined ? nothing : markup`<span class="rank">#${rank}</span> `;
  const verified = artist.verified && rank !== undefined ? 'Verified ' : '';
  const facts =
    rank === undefined
      ? `${genres} ${countText(artist.followers)} fans ${shows} shows`
      : `${genres} ${shows} shows ${(attendees / 100).toFixed(1)}k interested +${Math.round(score / 12)}%`;
  return markup`<a class="card artist-card" href="/artists/${artist.slug}">${place}<span class="cover round ${tint(artist.slug)}">${firstTwo(artist.name)}</span><span class="card-text"><h3>${artist.name}</h3><span class="muted">${verified}${facts}</span></span></a>`;
}

export const showRow = (show: Show, world: World): Markup =>
  markup`<li class="card show-row"><span class="date"><span class="strong">${shortDayText(dateOf(show, world))}</span></span><span class="card-text"><h3><a href="/shows/${show.slug}">${show.name}</a></h3><span class="muted">${place(show)}</span></span><a class="button small" href="/shows/${show.slug}" aria-label="Vote on the setlist of ${show.name}">Vote</a></li>`;

export type Crumb = readonly [name: string, href: string];
export function breadcrumb(links: readonly Crumb[], here: string, world: World): Markup {
  const item = boxes(world, 'li');
  const items = markup`${links.map(([name, href]) => item('', markup`<a href="${href}">${name}</a>`))}${item('', markup`<span aria-current="page">${here}</span>`)}`;
  return markup`<nav class="breadcrumb" aria-label="Breadcrumb">${boxes(world, 'ol')('crumbs', items)}</nav>`;
}

/** Tabs whose panels are all in the page; client/app.js switches them. */
export type Tab = { id: string; name: string; label?: string; body: Markup; disabled?: boolean };
export function tabs(list: readonly Tab[], label: string, world: World): Markup {
  const first = list.find((tab) => !tab.disabled)?.id;
  return markup`<div class="tabs"><div role="tablist"${world.has('parts-unnamed') ? nothing : markup` aria-label="${label}"`}>${list.map(
    (tab) =>
      markup`<button role="tab" type="button" id="tab-${tab.id}" aria-controls="panel-${tab.id}" aria-selected="${tab.id === first && !world.has('tab-state-missing') ? 'true' : 'false'}"${tab.label ? markup` aria-label="${tab.label}"` : nothing}${tab.disabled ? markup` disabled` : nothing}>${tab.name}</button>`,
  )}</div>${list.map(
    (tab) =>
      markup`<div role="tabpanel" id="panel-${tab.id}" aria-labelledby="tab-${tab.id}" tabindex="0"${tab.id === first ? nothing : markup` hidden`}>${tab.body}</div>`,
  )}</div>`;
}
