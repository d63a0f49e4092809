// The home page's featured show: the one with the most votes. R1's is invented and its links are broken.
import type { RankedShow } from '../ranking.ts';
import type { World } from '../world.ts';
import { headings, place } from './cards.ts';
import { countText, dayText } from './format.ts';
import { markup, nothing, type Markup } from './html.ts';
import { dialects } from './writers/dialects.ts';

type Feature = {
  name: string;
  place: string;
  date: string;
  attending: string;
  votes: string;
  href: string;
  more: string;
  artist: string;
  songs: readonly (readonly [title: string, share: number, votes: string])[];
  next: readonly (readonly [artist: string, venue: string, date: string, href: string])[];
};
const SONGS = 4;
const NEXT = 3;

/** As in R1: nothing comes from its own data, and two of its addresses do not exist. */
const INVENTED: Feature = {
  name: 'Nobody At All | The Made-up Tour',
  place: 'An Arena, Somewhere',
  date: '8/5/2024',
  attending: '70,000',
  votes: '125K',
  href: '/shows/1',
  more: '/voting',
  artist: 'Nobody At All',
  songs: [
    ['First of None', 89, '45.2K'],
    ['Second to None', 83, '42.1K'],
    ['Third Time', 76, '38.5K'],
    ['Fourth Wall', 69, '35.2K'],
  ],
  next: [
    ['The Weeknd', 'A Garden', '7/20/2024', '/artists/the-weeknd'],
    ['Drake', 'A Center', '7/22/2024', '/artists/drake'],
    ['Olivia Rodrigo', 'A Forum', '7/25/2024', '/artists/olivia-rodrigo'],
  ],
};

function featureOf(ranked: readonly RankedShow[], world: World): Feature | undefined {
  if (world.has('featured-invented')) return INVENTED;
  const [first, ...others] = ranked.filter(({ show }) => show.setlists.length > 0);
  if (!first) return undefined;
  const { show, votes } = first;
  const songs = (show.setlists[0]?.songs ?? [])
    .map(({ id, title }) => ({ title, ...world.votes.tally(id) }))
    .toSorted((a, b) => b.upvotes - a.upvotes);
  const share = ({ upvotes, downvotes }: { upvotes: number; downvotes: number }): number =>
    Math.round((upvotes * 100) / Math.max(1, upvotes + downvotes));
  return {
    name: show.name,
    place: place(show),
    date: dayText(show.date),
    attending: String(show.attendees),
    votes: countText(votes),
    href: `/setlists/${show.id}`,
    more: `/shows/${show.slug}`,
    artist: show.artist.name,
    songs: songs.slice(0, SONGS).map((song) => [song.title, share(song), String(song.upvotes + song.downvotes)]),
    next: others
      .slice(0, NEXT)
      .map(({ show: s }) => [s.artist.name, place(s), dayText(s.date), `/shows/${s.slug}`] as const),
  };
}

/** The picture is below the fold. With the fault on it is an HTML page. */
export function featured(ranked: readonly RankedShow[], world: World): Markup {
  const show = featureOf(ranked, world);
  if (!show) return nothing;
  const source = world.has('image-broken') ? '/about' : dialects[world.dialect].url('featured-1.svg');
  const picture = world.has('pictures-missing')
    ? nothing
    : markup`<img class="featured" src="${source}" alt="${show.name}" width="320" height="180" />`;
  const heading = headings(world, 4, 4);
  const songs = show.songs.map(
    ([title, share, votes], i) =>
      markup`<div class="card"><span class="rank">${i + 1}</span><div class="card-text"><p>${title}</p><p class="muted">${show.artist}</p></div><div><p>${share}%</p><p class="muted">${votes} votes</p></div></div>`,
  );
  const next = show.next.map(
    ([artist, venue, date, href]) =>
      markup`<a class="card" href="${href}"><span class="card-text">${heading(artist)}<p class="muted">${venue}</p><span class="muted">${date}</span> <span>Vote Now →</span></span></a>`,
  );
  return markup`<h2>Featured This Week</h2><p class="muted">The show that most people are voting on.</p>
<div class="two"><div class="card"><div>${picture}<span class="badge">Most Voted Show This Week</span><h3>${show.name}</h3><div class="muted">${show.place} ${show.date} ${show.attending} attending</div><a class="button small" href="${show.href}">View Setlist Predictions</a> <div><span class="strong">${show.votes}</span> votes cast</div></div></div>
<div><h3>Top Voted Songs</h3><span class="badge">Live Results</span>${songs}<a href="${show.more}">Vote for More Songs</a></div></div>
<div class="section-head"><h3>Upcoming Shows to Watch</h3><a href="/shows">View All</a></div><div class="grid">${next}</div>`;
}
