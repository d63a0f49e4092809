// Voting on a show page and on a setlist page: members through the API, guests once in their own browser.
'use strict';
(() => {
  const { flawed, all, toast, post, signedIn, onNews } = window.site;
  const KEY = 'mysetlist_anonymous_session';
  const DAY_MS = 24 * 60 * 60 * 1000;
  const SIGN_UP = { href: '/auth/sign-up', name: 'Sign Up' };
  const LIMIT = "You've used your free vote! Sign up to vote more.";
  const list = document.querySelector('[data-voting]');
  if (!list) return;
  const kind = list.dataset.voting;
  const rows = all('[data-song]');

  /** The guest's own record; it is reset 24 h after its first use. */
  function guest() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      if (kept && Date.now() - kept.createdAt < DAY_MS) return kept;
    } catch {
      // Unreadable: treated as missing.
    }
    return { sessionId: Math.random().toString(36).slice(2), createdAt: Date.now(), votes: [], songsAdded: [] };
  }
  const keep = (session) => localStorage.setItem(KEY, JSON.stringify(session));

  function show(row, { upvotes, downvotes, userVote }) {
    const net = upvotes - downvotes;
    row.dataset.mine = userVote ?? '';
    row.dataset.shownUp = upvotes;
    row.dataset.shownDown = downvotes;
    const netElement = row.querySelector('[data-net]');
    if (netElement) netElement.textContent = net > 0 ? `+${net}` : String(net);
    for (const button of all('[data-vote]', row)) {
      const way = button.dataset.vote;
      const state = button.hasAttribute('data-pressed') ? 'data-pressed' : 'aria-pressed';
      button.setAttribute(state, String(userVote === way));
      if (!button.hasAttribute('aria-label')) continue;
      const [word, count] = way === 'up' ? ['Upvote', upvotes] : ['Downvote', downvotes];
      button.setAttribute('aria-label', `${word} (${count} ${word.toLowerCase()}s)`);
    }
  }

  /** The server's count plus the guest's own vote. */
  function showGuest(row) {
    const mine = guest().votes.find((vote) => vote.songId === row.dataset.song)?.voteType ?? null;
    show(row, {
      upvotes: Number(row.dataset.up) + (mine === 'up' ? 1 : 0),
      downvotes: Number(row.dataset.down) + (mine === 'down' ? 1 : 0),
      userVote: mine,
    });
  }

  /** The count with a vote that was not stored. */
  function showCounted(row, way) {
    const [up, down] = [Number(row.dataset.up), Number(row.dataset.down)];
    show(row, { upvotes: up + (way === 'up' ? 1 : 0), downvotes: down + (way === 'down' ? 1 : 0), userVote: way });
  }

  function guestPanel() {
    const panel = document.querySelector('[data-guest-panel]');
    if (!panel) return;
    const used = guest().votes.length > 0 && !flawed('guest-limit-missing');
    panel.hidden = !used;
    if (used) {
      panel.innerHTML =
        '<p><strong>Guest Limits</strong> 0 votes remaining</p><p><a class="button small" href="/auth/sign-up">Sign Up</a> <a href="/auth/sign-in">Sign In</a> <button type="button" class="icon" aria-label="Close guest limits">✕</button></p>';
      panel.querySelector('button').addEventListener('click', () => (panel.hidden = true));
    }
  }

  function guestVote(row, way) {
    if (kind === 'setlist') {
      if (flawed('guest-setlist-silent')) void post('/api/votes', { setlistSongId: row.dataset.song, voteType: way });
      else if (flawed('guest-setlist-counted')) showCounted(row, way);
      if (!flawed('guest-setlist-silent')) toast('Please sign in to vote', { href: '/auth/sign-in', name: 'Sign In' });
      return;
    }
    if (flawed('guest-mobile-refused') && innerWidth < 768) {
      toast('Please sign in to vote');
      return;
    }
    const session = guest();
    const mine = session.votes.find((vote) => vote.songId === row.dataset.song);
    if (mine?.voteType === way) session.votes = session.votes.filter((vote) => vote !== mine);
    else if (session.votes.length > 0 && !flawed('guest-limit-missing')) {
      if (!flawed('guest-limit-silent')) toast(LIMIT, SIGN_UP);
      if (flawed('guest-limit-leaky')) showCounted(row, way);
      return;
    } else session.votes.push({ songId: row.dataset.song, voteType: way });
    keep(session);
    if (!flawed('guest-count-stale')) showGuest(row);
    guestPanel();
    if (mine?.voteType !== way && !flawed('guest-vote-silent')) toast('Vote recorded! Sign up to vote on more songs.');
  }

  const isSilent = flawed('vote-ui-no-update') || (flawed('show-vote-silent') && kind === 'show');
  async function memberVote(row, way) {
    const voteType = row.dataset.mine === way ? null : way;
    let answer;
    try {
      answer = await post('/api/votes', { setlistSongId: row.dataset.song, voteType });
    } catch {
      // Offline: the page must show an error.
      answer = { ok: false };
    }
    if (!answer.ok && flawed('vote-failure-counted')) showCounted(row, way);
    if (answer.ok && !isSilent) show(row, await answer.json());
    else if (!answer.ok && !flawed('vote-failure-silent'))
      toast(answer.status === 401 ? 'Please sign in to vote' : 'Voting failed. Please try again.');
  }

  for (const row of rows) {
    for (const button of all('[data-vote]', row)) {
      button.addEventListener('click', async () => {
        if (flawed('vote-focus-lost')) button.blur();
        if (!signedIn) return guestVote(row, button.dataset.vote);
        // One request at a time per song: a second click must use the result of the first.
        if (row.dataset.busy && !flawed('votes-doubled')) return;
        row.dataset.busy = 'yes';
        try {
          await memberVote(row, button.dataset.vote);
        } finally {
          delete row.dataset.busy;
        }
      });
    }
    if (!signedIn && kind === 'show') {
      if (flawed('guest-vote-forgotten')) localStorage.removeItem(KEY);
      else showGuest(row);
      const voted = guest().votes;
      if (flawed('guest-buttons-locked') && voted.length && voted.every((vote) => vote.songId !== row.dataset.song)) {
        for (const button of all('[data-vote]', row)) button.disabled = true;
      }
    }
  }
  if (!signedIn) guestPanel();

  async function refetch() {
    const showId = document.querySelector('[data-show]')?.dataset.show;
    if (!showId) return;
    const answer = await fetch(`/api/setlists/${showId}`);
    if (!answer.ok) return;
    const songs = (await answer.json()).setlists.flatMap((setlist) => setlist.songs);
    for (const song of songs) {
      const row = rows.find((candidate) => candidate.dataset.song === song.id);
      if (row) show(row, song);
    }
    const updated = document.querySelector('[data-updated]');
    if (updated) updated.textContent = `Last updated: ${new Date().toISOString().slice(11, 19)}`;
  }
  document.querySelector('[data-refresh]')?.addEventListener('click', () => void refetch());
  onNews(async ({ setlistSongId }) => {
    const row = rows.find((candidate) => candidate.dataset.song === setlistSongId);
    if (!row || row.dataset.busy || isSilent) return;
    const answer = await fetch(`/api/votes/${setlistSongId}/count`);
    if (!answer.ok) return;
    const counts = await answer.json();
    row.dataset.up = counts.upvotes;
    row.dataset.down = counts.downvotes;
    if (signedIn) show(row, counts);
    else showGuest(row);
  });

  if (flawed('setlists-refetch-loop') && kind === 'setlist') {
    const again = async () => {
      await refetch();
      const news = document.createElement('div');
      news.textContent = 'Live updates connected';
      document.querySelector('.events').prepend(news);
      while (news.parentElement.childElementCount > 5) news.parentElement.lastElementChild.remove();
      setTimeout(() => news.remove(), 5000);
      setTimeout(again, 30);
    };
    void again();
  }

  // After sign-in the guest's votes become the member's.
  if (signedIn && localStorage.getItem(KEY)) {
    setTimeout(async () => {
      const { votes, songsAdded } = guest();
      localStorage.removeItem(KEY);
      for (const vote of votes) await post('/api/votes', { setlistSongId: vote.songId, voteType: vote.voteType });
      if (votes.length) {
        toast(`Synced ${votes.length} votes and ${songsAdded.length} song suggestions to your account!`);
        await refetch();
      }
    }, 1000);
  }
})();
