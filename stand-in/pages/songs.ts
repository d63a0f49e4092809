// One song of a setlist with its vote buttons, as the show page and the setlist page show it.
import type { Setlist, Show } from '../data.ts';
import type { Tally } from '../votes.ts';
import type { World } from '../world.ts';
import type { Session } from '../sessions.ts';
import { boxes, headings } from './cards.ts';
import { lengthText, netText } from './format.ts';
import { markup, nothing, type Markup } from './html.ts';

type Kind = 'show' | 'setlist';

function voteButton(way: 'up' | 'down', songId: string, tally: Tally, world: World): Markup {
  const [word, count] = way === 'up' ? ['Upvote', tally.upvotes] : ['Downvote', tally.downvotes];
  const arrow = markup`<span aria-hidden="true">${way === 'up' ? '▲' : '▼'}</span>`;
  // R1's buttons contain only an icon, and only their colour shows the visitor's own vote.
  const isUnnamed = world.has('unnamed-vote-buttons');
  const name = isUnnamed
    ? nothing
    : markup` aria-label="${word} (${count} ${word.toLowerCase()}s)" aria-describedby="title-${songId}"`;
  const isStateless = isUnnamed || world.has('vote-state-missing');
  return markup`<button class="vote" type="button" data-vote="${way}" ${isStateless ? 'data-pressed' : 'aria-pressed'}="${tally.userVote === way ? 'true' : 'false'}"${name}>${arrow}</button>`;
}

/** The songs in page order. What guests do not see are rows that the database keeps from them. */
function songsShown(kind: Kind, { songs }: Setlist, session: Session | undefined, world: World): Setlist['songs'] {
  if (kind === 'show' && world.has('songs-unordered')) return songs.toReversed();
  if (session) return songs;
  if (kind === 'show' && world.has('guest-songs-hidden')) return songs.slice(0, 2);
  return kind === 'setlist' && world.has('guest-setlist-empty') ? [] : songs;
}

/** The rows of a setlist, with this visitor's own votes. */
export function songRows(kind: Kind, show: Show, setlist: Setlist, session: Session | undefined, world: World): Markup {
  const songs = songsShown(kind, setlist, session, world);
  const rows = songs.map((song) => {
    // A stale page was rendered before the first vote and has no visitor.
    const stale = world.has(kind === 'show' ? 'stale-show-page' : 'stale-setlist-page');
    const fans = { upvotes: song.fans.up, downvotes: song.fans.down, netVotes: song.fans.up - song.fans.down };
    const tally: Tally = stale ? { ...fans, userVote: null } : world.votes.tally(song.id, session?.user.id);
    const buttons =
      world.isLocked(setlist) && !world.has('lock-buttons-shown')
        ? markup`<span class="net">${netText(tally.netVotes)}</span>`
        : markup`${voteButton('up', song.id, tally, world)}<span class="net" data-net>${netText(tally.netVotes)}</span>${voteButton('down', song.id, tally, world)}`;
    const about = `${show.artist.name} • ${kind === 'show' ? `${song.album} • ` : ''}${lengthText(song.durationMs)}`;
    const heading = headings(world, 3, kind === 'show' ? 4 : 3)(song.title, `title-${song.id}`);
    const link = kind === 'show' ? spotifyLink(song.songId, song.title, world) : nothing;
    const row = markup`<span class="rank">${song.position}</span><span class="card-text">${heading}<span class="muted">${about}</span></span><span class="votes">${buttons}${link}</span>`;
    const data = markup` data-song="${song.id}" data-up="${tally.upvotes}" data-down="${tally.downvotes}" data-mine="${tally.userVote ?? ''}"`;
    return boxes(world, 'li')('song', row, data);
  });
  return boxes(world, 'ol')('songs', markup`${rows}`, markup` data-voting="${kind}"`);
}

/** An external link. R1's contains only an icon. */
function spotifyLink(songId: string, title: string, world: World): Markup {
  const name = world.has('song-links-unnamed') ? nothing : markup` aria-label="${title} at Spotify"`;
  return markup`<a class="icon" href="https://open.spotify.com/track/${songId.slice(0, 8)}" target="_blank" rel="noopener noreferrer"${name}><span aria-hidden="true">♪</span></a>`;
}
