// The home page: hero with search, trending artists and shows, and what the site is for.
import type { Ask } from '../http.ts';
import { rankArtists, rankShows } from '../ranking.ts';
import type { World } from '../world.ts';
import { artistTile, showTile } from './cards.ts';
import { lines, markup, nothing, type Markup } from './html.ts';
import { pageAnswer, searchBox } from './layout.ts';
import { dialects } from './writers/index.ts';

const POPULAR = ['Taylor Swift', 'The Weeknd', 'Drake', 'Olivia Rodrigo'] as const;
const FEATURES = [
  ['Artist Discovery', 'Find the acts you love and the ones you are about to.'],
  ['Show Tracking', 'Every date of an artist in one list, with doors and prices.'],
  ['Setlist Voting', 'Say which songs you want to hear before the tour bus arrives.'],
  ['Real-time Updates', 'Counts move while you look at them.'],
] as const;
const FEATURED = [
  ['Nights by the harbor', 'Three cities, one set that nobody has heard yet.'],
  ['The long encore', 'Tours whose last song is still open.'],
  ['Small rooms', 'Shows for a hundred people and their favourite song.'],
] as const;
const VOICES = [
  ['Ines, Lisbon', 'They played the song I had voted for. I lost my voice.'],
  ['Tom, Leeds', 'I knew the set before the band did.'],
] as const;
const QUESTIONS = [
  [
    'How do I vote on setlists?',
    'Open a show and press the arrow beside a song. Guests have one vote, members as many as they like.',
  ],
  [
    'How accurate are the setlist predictions?',
    'As accurate as the crowd. After the show you can compare with what was played.',
  ],
  ['Do I get notified about new shows?', 'Follow an artist and new dates appear under My Artists.'],
] as const;

function hero(world: World): Markup {
  const section = world.has('nested-main') ? markup` role="banner"` : nothing;
  return markup`<section class="hero" aria-label="Homepage hero section"${section}><div class="wrap">
${world.has('hero-slow-image') || world.has('hero-late-image') ? markup`<img class="hero-image" src="/client/hero.png" alt="Crowd in front of a stage" width="1200" height="800" />` : nothing}
<p class="pill" role="status" aria-label="Live statistics">Trending Now: 1,247 Active Shows</p>
<h1>${lines('Crowd-Curated', 'Setlists')}</h1><p class="lead">Choose the songs for the next show and see what everybody else is hoping for.</p>
<div class="hero-search"><div class="field">${searchBox('hero-search', 'text', 'Search artists, shows, or venues...', world)}</div><div id="hero-popover" class="popover" role="dialog" aria-label="Search suggestions" hidden></div></div>
<p class="popular"><span>Popular:</span> ${POPULAR.map((name) => markup`<a class="chip" href="/artists/${name.toLowerCase().replace(' ', '-')}">${name}</a> `)}</p>
<p class="actions"><a class="button" href="/artists">Start Voting</a> <a class="button quiet-button" href="/discover">Discover Music</a></p>
<section class="stats" aria-label="Platform statistics"><p><strong>10K+</strong> Active Artists</p><p><strong>50M+</strong> Votes Cast</p><p><strong>100K+</strong> Music Fans</p></section></div></section>`;
}

function row(label: string, tiles: readonly Markup[], empty: string): Markup {
  return tiles.length === 0
    ? markup`<p class="empty">${empty}</p>`
    : markup`<div class="carousel" role="region" aria-label="${label}"><div class="track" tabindex="0" role="group" aria-label="${label} list">${tiles}</div><p class="carousel-buttons"><button class="icon bordered" type="button" data-slide="-1" aria-label="Previous slide">‹</button><button class="icon bordered" type="button" data-slide="1" aria-label="Next slide">›</button></p></div>`;
}

/** The pictures come after the fold; the fault sends a page in the place of one. */
function featured(world: World): Markup {
  const source = (i: number) =>
    i === 0 && world.has('image-broken') ? '/about' : dialects[world.dialect].url(`featured-${i + 1}.svg`);
  const cards = FEATURED.map(
    ([title, text], i) =>
      markup`<div class="card"><div><img class="featured" src="${source(i)}" alt="" width="320" height="180" /><h3>${title}</h3><p>${text}</p></div></div>`,
  );
  return markup`<h2>Featured This Week</h2><div class="grid">${cards}</div>`;
}

export function homePage(ask: Ask, world: World) {
  const artists = rankArtists(world).slice(0, 12).map(artistTile);
  const shows = rankShows(world)
    .slice(0, 12)
    .map(({ show }, i) => showTile(show, i + 1, world));
  const body = markup`${hero(world)}
<section class="wrap" aria-label="Trending content"><div class="section-head"><div><h2>Trending Artists</h2><p class="muted">The acts whose fans are busiest this week</p></div><a href="/artists">Discover More Artists</a></div>
${row('Trending artists', artists, 'No trending artists found. Check back soon for updates!')}
<div class="section-head"><div><h2>Trending Shows</h2><p class="muted">Nights that everybody is voting on</p></div><a href="/shows">Explore All Shows</a></div>
${row('Trending shows', shows, 'No trending shows found. Check back soon for updates!')}</section>
<section class="wrap" aria-label="Featured content and site features">${featured(world)}<h2>Everything you need for live music</h2><div class="grid">${FEATURES.map(([title, text]) => markup`<div class="card"><div><h3>${title}</h3><p>${text}</p></div></div>`)}</div></section>
<section class="wrap" aria-label="Community and support"><h2>What fans say</h2><div class="grid">${VOICES.map(([who, words]) => markup`<blockquote class="card"><p>${words} <cite>${who}</cite></p></blockquote>`)}</div><h2>Frequently Asked Questions</h2>${QUESTIONS.map(
    ([question, answer], i) =>
      markup`<div class="faq"><h3><button type="button" aria-expanded="false" aria-controls="answer-${i}">${question}</button></h3><p id="answer-${i}" hidden>${answer}</p></div>`,
  )}<div class="call"><h3>Join the music community</h3><p>It takes a minute, and then every song counts.</p><p class="actions"><a class="button" href="/auth/sign-up">Get Started</a> <a class="button quiet-button" href="/about">About MySetlist</a></p></div></section>`;
  return pageAnswer(
    {
      title: 'MySetlist - Crowd-Curated Setlists',
      description: 'Vote on the songs you want to hear at upcoming concerts and see what other fans are hoping for.',
      body: world.has('home-without-heading') ? markup`<p class="empty">Loading...</p>` : body,
      canonical: '/',
      scripts: ['home.js'],
    },
    ask,
    world,
  );
}
