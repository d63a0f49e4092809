// The home page: hero with search, trending artists and shows, features of the site.
import type { Ask } from '../http.ts';
import { rankArtists, rankShows } from '../ranking.ts';
import type { World } from '../world.ts';
import { artistTile, showTile } from './cards.ts';
import { featured } from './featured.ts';
import { lines, markup, nothing, type Markup } from './html.ts';
import { searchBox } from './frame.ts';
import { pageAnswer } from './layout.ts';

const POPULAR = ['Taylor Swift', 'The Weeknd', 'Drake', 'Olivia Rodrigo'] as const;
const FEATURES = [
  ['Artist Discovery', 'Find the acts you love and the ones you are about to.'],
  ['Show Tracking', 'Every date of an artist in one list, with doors and prices.'],
  ['Setlist Voting', 'Say which songs you want to hear before the tour bus arrives.'],
  ['Real-time Updates', 'Counts move while you look at them.'],
] as const;
const VOICES = [
  ['Ines', 'Lisbon', 'They played the song I had voted for. I lost my voice.'],
  ['Tom', 'Leeds', 'I knew the set before the band did.'],
  ['Mira', 'Split', "My favourite song was in nobody else's top ten. It was in the encore."],
] as const;
const QUESTIONS = [
  [
    'How do I vote on setlists?',
    'Open a show and press the arrow beside a song. Guests have one vote, members as many as they like.',
  ],
  ['Can I track artists I discover on Spotify?', 'Sign in with Spotify, and follow them from their pages.'],
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
<div class="pill" role="status" aria-label="Live statistics">Trending Now: 1,247 Active Shows</div>
<h1>${lines('Crowd-Curated', 'Setlists')}</h1><p class="lead">Choose the songs for the next show and see what everybody else is hoping for.</p>
<div class="hero-search"><div class="field">${searchBox('hero-search', 'text', 'Search artists, shows, or venues...', world)}<button id="clear-hero" class="icon" type="button"${world.has('icon-buttons-unnamed') ? nothing : markup` aria-label="Empty the search box"`} hidden><span aria-hidden="true">✕</span></button></div><div id="hero-failure"></div><div id="hero-popover" class="popover" role="dialog"${world.has('parts-unnamed') ? nothing : markup` aria-label="Search suggestions"`} hidden></div></div>
<div class="popular"><span>Popular:</span> ${POPULAR.map((name) => markup`<a class="chip" href="/artists/${name.toLowerCase().replace(' ', '-')}">${name}</a> `)}</div>
<div class="actions"><a class="button" href="/artists">Start Voting</a> <a class="button quiet-button" href="/discover">Discover Music</a></div>
<section class="stats" aria-label="Platform statistics"><div><span class="strong">10K+</span> Active Artists</div> <div><span class="strong">50M+</span> Votes Cast</div> <div><span class="strong">100K+</span> Music Fans</div></section></div></section>`;
}

function row(label: string, tiles: readonly Markup[], empty: string, dots: boolean, world: World): Markup {
  if (tiles.length === 0) return markup`<p class="empty">${empty}</p>`;
  const named = world.has('parts-unnamed') ? nothing : markup` aria-label="${label}"`;
  const slides = dots
    ? markup`<div class="dots">${tiles.map((_, i) => markup`<button type="button" data-go-to="${i}" aria-label="Go to slide ${i + 1}"></button>`)}</div>`
    : nothing;
  return markup`<div class="slides"><div class="carousel" role="region"${named}><div class="track" tabindex="0">${tiles}</div><div class="carousel-buttons"><button class="icon bordered" type="button" data-slide="-1" aria-label="Previous slide"><span aria-hidden="true">‹</span></button><button class="icon bordered" type="button" data-slide="1" aria-label="Next slide"><span aria-hidden="true">›</span></button></div></div>${slides}</div>`;
}

/** The page's last two buttons. R1's have no target. */
const call = (name: string, href: string, quiet: boolean, world: World): Markup => {
  const classes = quiet ? 'button quiet-button' : 'button';
  return world.has('calls-inert')
    ? markup`<button class="${classes}" type="button">${name}</button>`
    : markup`<a class="${classes}" href="${href}">${name}</a>`;
};

export function homePage(ask: Ask, world: World) {
  const ranked = rankShows(world);
  const artists = rankArtists(world)
    .slice(0, world.has('home-artists-empty') ? 0 : 12)
    .map((artist) => artistTile(artist, world));
  const shows = ranked
    .slice(0, world.has('home-shows-empty') ? 0 : 12)
    .map(({ show }, i) => showTile(show, i + 1, world));
  const head = (title: string, about: string, name: string, href: string): Markup =>
    markup`<div class="section-head"><div>${world.has('home-sections-untitled') ? nothing : markup`<h2>${title}</h2>`}<p class="muted">${about}</p></div><a href="${href}">${name}</a></div>`;
  const body = markup`${hero(world)}
<section class="wrap" aria-label="Trending content">${head('Trending Artists', 'The acts whose fans are busiest this week', 'Discover More Artists', '/artists')}
${row('Trending artists', artists, 'No trending artists found. Check back soon for updates!', false, world)}
${head('Trending Shows', 'Nights that everybody is voting on', 'Explore All Shows', '/shows')}
${row('Trending shows', shows, 'No trending shows found. Check back soon for updates!', true, world)}</section>
<section class="wrap" aria-label="Featured content and site features">${featured(ranked, world)}<h2>Everything you need for live music</h2><p class="muted">One place for dates, setlists and the people who care about both.</p><div class="grid">${FEATURES.map(([title, text]) => markup`<div class="card"><div><h3>${title}</h3><p>${text}</p></div></div>`)}</div></section>
<section class="wrap" aria-label="Community and support"><h2>What music fans are saying</h2><div class="grid">${VOICES.map(([who, where, words]) => markup`<div class="card"><div><p>"${words}"</p><p><span class="strong">${who}</span></p><p class="muted">${where}</p></div></div>`)}</div><h2>Frequently Asked Questions</h2><p class="muted">What people ask before their first vote.</p>${QUESTIONS.map(
    ([question, answer], i) =>
      markup`<div class="faq"><h3><button type="button" aria-expanded="false" aria-controls="answer-${i}">${question}</button></h3><p id="answer-${i}" hidden>${answer}</p></div>`,
  )}<div class="call"><div class="pill">Get Started</div><h3>Join the music community</h3><p>It takes a minute, and then every song counts.</p><div class="actions">${call('Get Started', '/auth/sign-up', false, world)} ${call('Learn More', '/about', true, world)}</div></div></section>`;
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
