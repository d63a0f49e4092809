// /trending: live cards, figures, ranked lists in tabs, and recent activity.
import { activities, type Activity } from '../api/setlists.ts';
import type { Answer, Ask } from '../http.ts';
import { rankArtists, rankShows } from '../ranking.ts';
import type { World } from '../world.ts';
import { boxes, cardTitle, tabs } from './cards.ts';
import { countText } from './format.ts';
import { markup, nothing, type Markup } from './html.ts';
import { pageAnswer } from './layout.ts';

type Line = { name: string; href: string; kind: string; votes: number; growth: number; score: number };
const CATEGORIES = ['Pop', 'Rock', 'Hip-Hop', 'Electronic', 'Country', 'Jazz'];

function lines(world: World): Record<'artists' | 'shows' | 'venues', Line[]> {
  const artists = rankArtists(world).map(({ artist, votes, score }): Line => {
    const href = `/artists/${artist.slug}`;
    return { name: artist.name, href, kind: 'artist', votes, growth: artist.growth, score };
  });
  const shows = rankShows(world).map(({ show, votes, score }): Line => {
    // R1 shows the artist's name instead of the show's name.
    const name = world.has('parts-unnamed') ? show.artist.name : show.name;
    return { name, href: `/shows/${show.slug}`, kind: 'show', votes, growth: show.artist.growth, score };
  });
  const known = artists.length === 0 ? [] : world.catalogue.venues;
  const venues = known.map((venue, i): Line => {
    return { name: venue.name, href: `/venues/${venue.slug}`, kind: 'venue', votes: 0, growth: 2, score: 100 - i * 7 };
  });
  return { artists, shows, venues };
}

/** A ranked list. R1's rows are elements without a role, in cards that look like the live ones and have no title. */
function list(items: readonly Line[], what: string, world: World): Markup {
  if (items.length === 0) return markup`<p class="empty">No trending ${what} found</p>`;
  const rows = items.map((line, i) => {
    const figures = `${line.kind} ${line.votes} ${Math.round(line.votes / 2)} ${Math.round(line.score / 4)}`;
    const content = markup`<span class="rank">${i + 1}</span><span class="card-text"><a href="${line.href}">${line.name}</a> <span class="muted">${figures} +${line.growth.toFixed(1)}%</span></span> <span class="score">Score: ${Math.round(line.score)}</span>`;
    return boxes(world, 'li')('card', content);
  });
  return boxes(world, 'ol')('ranked', markup`${rows}`);
}

/** Head of a live card: title, time span, time of the last update, refresh button. */
function liveHead(span: string, world: World): Markup {
  const refresh = world.has('icon-buttons-unnamed') ? nothing : markup` aria-label="Refresh ${span}"`;
  return markup`<div><span class="strong">Live Trending</span> <span class="chip">${span}</span> <span class="muted">Updated ${world.now().toISOString().slice(11, 19)}</span></div><button class="icon" type="button" data-refresh-live${refresh}><span aria-hidden="true">↻</span></button>`;
}

function liveCard(span: string, items: readonly Line[], world: World): Markup {
  const shown = world.has('live-trending-empty') ? [] : items;
  const lines = shown.map((line) => markup`<li><a href="${line.href}">${line.name}</a></li>`);
  const content = markup`<div>${liveHead(span, world)}${lines.length ? markup`<ol>${lines}</ol>` : nothing}</div>`;
  return world.has('parts-unnamed')
    ? markup`<div class="card live-card">${content}</div>`
    : markup`<section class="card live-card" aria-label="Live Trending, ${span}">${content}</section>`;
}

/** The first tab's lists. */
const part = (title: string, items: readonly Line[], what: string, world: World): Markup =>
  markup`${world.has('card-titles-plain') ? liveHead('Last 24 Hours', world) : markup`<h2>${title}</h2>`}${list(items, what, world)}`;

const toolLink = (name: string, href: string, world: World): Markup =>
  world.has('link-wraps-button')
    ? markup`<div><a href="${href}"><button class="button small quiet-button" type="button">${name}</button></a></div>`
    : markup`<div><a href="${href}">${name}</a></div>`;

/** R1 names every link "View show". Initials and kind are part of the line. */
function feedLine({ user, type, text, href }: Activity, world: World): Markup {
  const name = href.startsWith('/artists/') ? 'View artist' : 'View show';
  const plain = world.has('parts-unnamed');
  const link = plain
    ? markup`<a href="${href}">${name}</a>`
    : markup`<a href="${href}" aria-label="${name}: ${text}">${name}</a>`;
  return boxes(world, 'li')(
    '',
    markup`<span class="muted">${user.charAt(0)}</span> <span class="chip">${type}</span><p>${text}</p>${link} <span class="muted">31m ago</span>`,
  );
}

export function trendingPage(ask: Ask, world: World): Answer {
  const { artists, shows, venues } = lines(world);
  const figures = [
    ['Trending Artists', artists.length, '+12%'],
    ['Hot Shows', shows.length, '+23%'],
    ['Search Volume', countText(artists.length * 4_140), '+31%'],
    ['Active Users', 0, '+18%'],
  ] as const;
  const all = markup`${part('Artists', artists.slice(0, 8), 'artists', world)}${part('Shows', shows.slice(0, 8), 'shows', world)}${part('Venues', venues.slice(0, 6), 'venues', world)}`;
  const panel = (title: string, items: readonly Line[], what: string): Markup =>
    markup`${cardTitle(world, title)}${list(items, what, world)}`;
  const panels = [
    { id: 'all', name: 'All Trending', body: all },
    { id: 'artists', name: 'Artists', body: panel('Trending Artists', artists, 'artists') },
    { id: 'shows', name: 'Shows', body: panel('Trending Shows', shows, 'shows') },
    { id: 'venues', name: 'Venues', body: panel('Trending Venues', venues, 'venues') },
  ];
  const feed = activities(world, 8).map((entry) => feedLine(entry, world));
  const card = (content: Markup): Markup => markup`<div class="card"><div>${content}</div></div>`;
  const side = markup`${card(markup`${cardTitle(world, 'Recent Activity')}<div class="muted">Latest updates from the community</div>${boxes(world, 'ul')('feed', markup`${feed}`)}<div><a href="/activity">View all activity →</a></div>`)}
${card(markup`${cardTitle(world, 'Explore Trending')}${toolLink('Advanced Search', '/search', world)}${toolLink('Discover Music', '/discover', world)}${toolLink('Browse Artists', '/artists', world)}`)}
${card(markup`${cardTitle(world, 'Trending Categories')}<div>${CATEGORIES.map((genre) => markup`<a class="chip" href="/search?genre=${genre}">${genre}</a> `)}</div>`)}`;
  const body = markup`<div class="wrap"><h1>Trending</h1><p class="lead">What the crowd is busy with right now</p>
<div class="grid">${liveCard('Last Hour', artists.slice(0, 3), world)}${liveCard('Last 6 Hours', shows.slice(0, 3), world)}${liveCard('Last 24 Hours', venues.slice(0, 3), world)}</div>
<div class="stats">${figures.map(([name, value, change]) => card(markup`<div class="muted">${name}</div><div class="figure">${value}</div><p class="muted">${change} from last week</p>`))}</div>
<div class="two"><div>${tabs(panels, 'Trending', world)}</div>${world.has('parts-unnamed') ? markup`<div class="side">${side}</div>` : markup`<aside class="side" aria-label="Community">${side}</aside>`}</div></div>`;
  return pageAnswer(
    {
      title: 'Trending - MySetlist',
      description: 'The artists, shows and venues that fans are voting on most this week.',
      body,
      canonical: '/trending',
    },
    ask,
    world,
  );
}
