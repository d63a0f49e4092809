// /trending: live cards, figures, ranked lists in tabs, and what the community does.
import { activities } from '../api/setlists.ts';
import type { Answer, Ask } from '../http.ts';
import { rankArtists, rankShows } from '../ranking.ts';
import type { World } from '../world.ts';
import { tabs } from './cards.ts';
import { countText } from './format.ts';
import { markup, type Markup } from './html.ts';
import { pageAnswer } from './layout.ts';

type Line = { name: string; href: string; kind: string; votes: number; growth: number; score: number };
const CATEGORIES = ['Pop', 'Rock', 'Hip-Hop', 'Electronic', 'Country', 'Jazz'];

function lines(world: World): Record<'artists' | 'shows' | 'venues', Line[]> {
  const artists = rankArtists(world).map(({ artist, votes, score }): Line => {
    const href = `/artists/${artist.slug}`;
    return { name: artist.name, href, kind: 'artist', votes, growth: artist.growth, score };
  });
  const shows = rankShows(world).map(({ show, votes, score }): Line => {
    return { name: show.name, href: `/shows/${show.slug}`, kind: 'show', votes, growth: show.artist.growth, score };
  });
  const known = artists.length === 0 ? [] : world.catalogue.venues;
  const venues = known.map((venue, i): Line => {
    return { name: venue.name, href: `/venues/${venue.slug}`, kind: 'venue', votes: 0, growth: 2, score: 100 - i * 7 };
  });
  return { artists, shows, venues };
}

const list = (items: readonly Line[], what: string): Markup =>
  items.length === 0
    ? markup`<p class="empty">No trending ${what} found</p>`
    : markup`<ol class="ranked">${items.map(
        (line, i) =>
          markup`<li class="card"><span class="rank">${i + 1}</span><span class="card-text"><a href="${line.href}">${line.name}</a> <span class="muted">${line.kind} · ${line.votes} votes · +${line.growth.toFixed(1)}%</span></span><span class="score">Score: ${Math.round(line.score)}</span></li>`,
      )}</ol>`;

function liveCard(span: string, items: readonly Line[], world: World): Markup {
  const shown = world.has('live-trending-empty') ? [] : items;
  return markup`<section class="card live-card" aria-label="Live Trending, ${span}"><div><p><strong>Live Trending</strong> <span class="chip">${span}</span></p><p class="muted">Updated ${world.now().toISOString().slice(11, 16)} UTC</p><ol>${shown.map((line) => markup`<li><a href="${line.href}">${line.name}</a></li>`)}</ol></div></section>`;
}

export function trendingPage(ask: Ask, world: World): Answer {
  const { artists, shows, venues } = lines(world);
  const figures = [
    ['Trending Artists', artists.length, '+12%'],
    ['Hot Shows', shows.length, '+23%'],
    ['Search Volume', countText(artists.length * 4_140), '+31%'],
    ['Active Users', 0, '+18%'],
  ] as const;
  const all = markup`<h2>Artists</h2>${list(artists.slice(0, 8), 'artists')}<h2>Shows</h2>${list(shows.slice(0, 8), 'shows')}<h2>Venues</h2>${list(venues.slice(0, 6), 'venues')}`;
  const panels = [
    { id: 'all', name: 'All Trending', body: all },
    { id: 'artists', name: 'Artists', body: markup`<h2>Trending Artists</h2>${list(artists, 'artists')}` },
    { id: 'shows', name: 'Shows', body: markup`<h2>Trending Shows</h2>${list(shows, 'shows')}` },
    { id: 'venues', name: 'Venues', body: markup`<h2>Trending Venues</h2>${list(venues, 'venues')}` },
  ];
  const feed = activities(world, 8);
  const body = markup`<div class="wrap"><h1>Trending</h1><p class="lead">What the crowd is busy with right now</p>
<div class="grid">${liveCard('Last Hour', artists.slice(0, 3), world)}${liveCard('Last 6 Hours', shows.slice(0, 3), world)}${liveCard('Last 24 Hours', venues.slice(0, 3), world)}</div>
<div class="stats">${figures.map(([name, value, change]) => markup`<div class="card"><div><p class="muted">${name}</p><p class="figure">${value}</p><p class="muted">${change} from last week</p></div></div>`)}</div>
<div class="two"><div>${tabs(panels, 'Trending')}</div><aside aria-label="Community"><div class="card"><div><h2>Recent Activity</h2><ul class="feed">${feed.map((a) => markup`<li>${a.text} <a href="${a.href}" aria-label="View show: ${a.text}">View show</a></li>`)}</ul><p><a href="/activity">View all activity →</a></p></div></div>
<div class="card"><div><h2>Explore Trending</h2><p><a href="/search">Advanced Search</a></p><p><a href="/discover">Discover Music</a></p><p><a href="/artists">Browse Artists</a></p></div></div>
<div class="card"><div><h2>Trending Categories</h2><p>${CATEGORIES.map((genre) => markup`<a class="chip" href="/search?genre=${genre}">${genre}</a> `)}</p></div></div></aside></div></div>`;
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
