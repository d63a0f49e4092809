// How a client sees each fault over HTTP: what is asked, and what of the answer must change.
import { connect } from 'node:net';
import type { FaultId } from '../../../stand-in/faults.ts';
import {
  body,
  firstSong,
  header,
  lockedSong,
  post,
  SHOW,
  signIn,
  status,
  value,
  vote,
  within,
  type Probe,
} from './asking-the-stand-in.ts';
import { ANSWER_PROBES } from './probes-of-answers.ts';
import { MARKUP_PROBES } from './probes-of-markup.ts';
import { STEP_PROBES } from './probes-of-steps.ts';

/** A live connection's end, or its first message. */
const live: Probe = (site) =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${site.url.replace('http', 'ws')}/realtime/v1/websocket`);
    socket.addEventListener('message', ({ data }) => {
      resolve(data);
      socket.close();
    });
    socket.addEventListener('close', ({ code }) => resolve(code));
  });

/** Whether the server answers at all. */
const answered: Probe = (site) =>
  new Promise((resolve) => {
    const { port } = new URL(site.url);
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET /api/trending HTTP/1.0\r\n\r\n'));
    let bytes = 0;
    socket.on('data', (data) => (bytes += data.length));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(bytes > 0));
  });

const shared = (path: string) => header(path, 'cache-control');
const known = '/api/search?q=silver';

export const HTTP_PROBES: Partial<Record<FaultId, Probe>> = {
  ...ANSWER_PROBES,
  ...MARKUP_PROBES,
  ...STEP_PROBES,
  'all-500': status('/'),
  'database-down': status('/api/health/db'),
  'spotify-down': status('/api/health/comprehensive'),
  'ticketmaster-down': status('/api/health'),
  'setlistfm-down': status('/api/health/comprehensive'),
  'external-429': body('/api/health/comprehensive', /HTTP 429/),
  'external-hanging': within('/api/health', 300),
  'auth-outage': async (site) => (await signIn(site)).location,
  'realtime-down': live,
  'memory-grows': async (site) => {
    const memory = async () => {
      const json = await (await fetch(`${site.url}/api/health/comprehensive`)).json();
      return (json as { checks: { memory: { usage: number } } }).checks.memory.usage;
    };
    const first = await memory();
    // Readings of a healthy process move by less than the leak's three steps.
    return (await memory()) + (await memory()) + (await memory()) - 3 * first > 40 * 1024 * 1024;
  },
  'keep-alive-down': status('/api/cron/keep-alive'),
  'intermittent-500': async (site) => {
    const statuses = [];
    for (let i = 0; i < 20; i += 1) statuses.push(await status('/api/search')(site));
    return statuses.includes(500);
  },
  'connection-reset': answered,
  'edge-challenge': status('/'),
  'redirect-loop': status('/'),
  'trending-slow': within('/api/trending', 1_000),
  'search-slow': within('/api/search', 1_000),
  'pages-slow': within('/about', 1_000),
  'search-500': status(known),
  'artists-search-500': status('/api/artists/search?q=silver'),
  'search-returns-nothing': body(known, /silver-harbor/),
  'search-wrong-artist': body(known, /silver-harbor/),
  'search-wildcards': value('/api/search?q=%25%25', (json: { results: unknown[] }) => json.results.length),
  'mock-source': body('/api/artists/search?q=silver', /"source":"mock"/),
  'trending-unsorted': value('/api/trending', ({ data }: { data: { score: number }[] }) =>
    data.every((item, i) => i === 0 || item.score <= (data[i - 1]?.score ?? 0)),
  ),
  'trending-stale': value('/api/trending?type=shows', ({ data }: { data: { show_date: string }[] }) =>
    data.every((item) => item.show_date >= new Date().toISOString().slice(0, 10)),
  ),
  'trending-empty': value('/api/trending', (json: { data: unknown[] }) => json.data.length),
  'trending-fallback': body('/api/trending', /"fallback":true/),
  'trending-truncated': async (site) => {
    const text = await (await fetch(`${site.url}/api/trending`)).text();
    return text.endsWith('}');
  },
  'html-instead-of-json': header('/api/trending', 'content-type'),
  'live-trending-empty': value('/api/trending/live', (json: { trending: unknown[] }) => json.trending.length),
  'login-broken': async (site) => (await signIn(site)).location,
  'wrong-password-accepted': async (site) => (await signIn(site, 'wrong-password')).location,
  'sign-out-keeps-session': async (site) => {
    const { cookie } = await signIn(site);
    await fetch(`${site.url}/auth/sign-out`, { method: 'POST', headers: { cookie }, redirect: 'manual' });
    return status('/profile', { headers: { cookie } })(site);
  },
  'session-lost': async (site) => {
    const { cookie } = await signIn(site);
    await status('/profile', { headers: { cookie } })(site);
    await status('/profile', { headers: { cookie } })(site);
    return status('/profile', { headers: { cookie } })(site);
  },
  'session-expires-early': async (site) => {
    const headers = { cookie: (await signIn(site)).cookie };
    for (let i = 0; i < 4; i += 1) await status('/about', { headers })(site);
    return status('/profile', { headers })(site);
  },
  'private-page-cached': async (site) =>
    header('/profile', 'cache-control', { headers: { cookie: (await signIn(site)).cookie } })(site),
  'fields-unchecked': body('/auth/sign-in', /\snovalidate/),
  'header-stale-after-login': async (site) => {
    const { cookie } = await signIn(site);
    return body('/about', /class="avatar"/, { headers: { cookie } })(site);
  },
  'open-redirect': async (site) => (await signIn(site, site.account.password, 'https://elsewhere.example/')).location,
  'cookie-readable': async (site) => (await signIn(site)).setCookie.includes('HttpOnly'),
  'sign-in-form-missing': body('/auth/sign-in', /name="password"/),
  'nested-forms': body('/auth/sign-in', /fault-nested\.js/),
  'my-artists-broken': async (site) => {
    const { cookie } = await signIn(site);
    return body('/my-artists', /Something went wrong/, { headers: { cookie } })(site);
  },
  'lock-ignored': async (site) => {
    const [{ cookie }, id] = [await signIn(site), await lockedSong(site)];
    return status('/api/votes', post({ setlistSongId: id, voteType: 'up' }, { cookie }))(site);
  },
  'votes-doubled': async (site) => {
    const [{ cookie }, { id }] = [await signIn(site), await firstSong(site)];
    const once = await vote(site, cookie, id, 'up');
    return once['upvotes'] === (await vote(site, cookie, id, 'up'))['upvotes'];
  },
  'votes-not-persisted': async (site) => {
    const [{ cookie }, { id }] = [await signIn(site), await firstSong(site)];
    await vote(site, cookie, id, 'up');
    return body(`/api/votes?setlistSongId=${id}`, /"userVote":"up"/, { headers: { cookie } })(site);
  },
  'vote-remove-ignored': async (site) => {
    const [{ cookie }, { id }] = [await signIn(site), await firstSong(site)];
    await vote(site, cookie, id, 'up');
    await vote(site, cookie, id, null);
    return body(`/api/votes?setlistSongId=${id}`, /"userVote":"up"/, { headers: { cookie } })(site);
  },
  'vote-counts-disagree': async (site) => {
    const { id } = await firstSong(site);
    const net = (path: string) => value(path, (json: { netVotes: number }) => json.netVotes)(site);
    return (await net(`/api/votes?setlistSongId=${id}`)) === (await net(`/api/votes/${id}/count`));
  },
  'setlist-counts-stale': async (site) => {
    const [{ cookie }, { id, showId }] = [await signIn(site), await firstSong(site)];
    await vote(site, cookie, id, 'up');
    return body(`/api/setlists/${showId}`, /"userVote":"up"/, { headers: { cookie } })(site);
  },
  'stale-show-page': async (site) => {
    const [{ cookie }, { id }] = [await signIn(site), await firstSong(site)];
    await vote(site, cookie, id, 'up');
    return body(SHOW, /data-mine="up"/, { headers: { cookie } })(site);
  },
  'unnamed-vote-buttons': body(SHOW, /aria-label="Upvote \(\d+ upvotes\)"/),
  'anonymous-votes-accepted': async (site) =>
    status('/api/votes', post({ setlistSongId: (await firstSong(site)).id, voteType: 'up' }))(site),
  'vote-history-open': status('/api/votes/history?userId=somebody'),
  'songs-unordered': body(SHOW, /class="rank">\d+</),
  'attendance-405': body(SHOW, /data-ask-attendance/),
  'drawer-no-trending': body('/', /Trending(<!-- -->)?\s+<span class="muted">/),
  'auth-links-doubled': async (site) =>
    (await (await fetch(site.url)).text()).split('<a class="quiet" href="/auth/sign-in">').length,
  'nested-main': async (site) => (await (await fetch(site.url)).text()).split('<main').length,
  'home-without-heading': body('/', /<h1>/),
  'artist-shows-empty': body('/artists/silver-harbor', /No upcoming shows found/),
  'footer-dead-links': status('/setlists'),
  'search-page-missing': status('/search'),
  'soft-404-as-200': status('/artists/nope'),
  'soft-404-known': body(SHOW, /<h1>(<span>)?[^<]*/),
  'soft-redirect': status('/my-artists'),
  'admin-redirect-undefined': header('/admin', 'location'),
  'redirect-wrong-host': header('/profile', 'location'),
  'shared-cache-private': shared('/api/votes?setlistSongId=x'),
  'missing-security-header': header('/', 'x-frame-options'),
  'csp-missing': async (site) => (await header('/', 'content-security-policy')(site)) === null,
  'request-id-missing': async (site) => (await header('/', 'x-request-id')(site)) === null,
  'noindex-everywhere': body('/', /noindex/),
  'empty-title': body('/', /<title>[^<]*<\/title>/),
  'titles-doubled': body('/', /<title>[^<]*<\/title>/),
  'private-pages-open': status('/profile'),
  'user-api-open': status('/api/user/profile'),
  'cron-open': status('/api/cron/trending-update'),
  'admin-open': status('/api/admin/users'),
  'forged-bearer-accepted': status('/api/admin/users', { headers: { authorization: 'Bearer forged' } }),
  'sql-error-leak': status('/api/search?q=%27%20OR'),
  'secret-file-served': status('/.env'),
  'db-health-discloses': body('/api/health/db', /user_bans/),
  'hero-late-image': body('/', /<img class="hero-image"/),
  'busy-script': body('/', /fault-busy\.js/),
  'slow-clicks': body('/trending', /fault-slow-clicks\.js/),
  'paste-prevented': body('/', /fault-no-paste\.js/),
  'seo-poor': body('/', /xx-nowhere/),
  'unnamed-parts': body('/', /<button type="button"><\/button>/),
  'script-2mb': async (site) => (await (await fetch(`${site.url}/client/bundle.js`)).text()).length,
  'files-many': body('/', /fault-files\.js/),
  'library-outdated': body('/', /fault-library\.js/),
  'blocking-script': body('/', /<script src="\/client\/blocking\.js">/),
  'csp-violation': body('/shows', /<script>window\.inline/),
  'mixed-content': body('/shows', /src="http:/),
  'image-broken': body('/', /<img class="featured" src="\/about"/),
  'analytics-performance-missing': status('/api/analytics/performance'),
  'admin-incidents-missing': status('/api/admin/incidents', { method: 'POST' }),
  'dashboard-random': async (site) => {
    const cpu = value(
      '/api/monitoring/dashboard',
      (json: { infrastructure: { cpu_usage: number } }) => json.infrastructure.cpu_usage,
    );
    return (await cpu(site)) === (await cpu(site));
  },
  'version-unknown': body('/api/health/comprehensive', /"version":"\w+"/),
  'r2-brand': body('/', /TheSet/),
  'r2-health-mock': body('/api/health', /"redis"/),
  'r2-search-shape': body(known, /"totalCount"/),
  'r2-trending-shape': body('/api/trending', /"imageUrl"/),
  'r2-votes-shape': async (site) => {
    const [{ cookie }, { id }] = [await signIn(site), await firstSong(site)];
    return 'currentUserUpvoted' in (await vote(site, cookie, id, 'up'));
  },
  'r2-csrf-shape': body('/api/csrf-token', /tokenHash/),
  'r2-missing-routes': status('/api/health/db'),
  'timestamps-stale': value('/api/trending', (json: { timestamp: string }) => json.timestamp.slice(0, 10)),
  'wrong-encoding': body('/api/search?q=beyonc', /Beyoncé/),
  'unknown-paths-200': status('/api/no-such-route'),
  'totals-wrong': value('/api/trending/shows', (json: { total: number }) => json.total),
  'venues-unranked': body('/api/trending/venues', /"rank":2/),
  'live-ignores-type': body('/api/trending/live?type=show', /"type":"artist"/),
  'upcoming-stale': value('/api/shows/upcoming', (json: { shows: { date: string }[] }) => json.shows[0]?.date),
  'search-accents-lost': body('/api/search?q=Beyonc%C3%A9', /beyonce/),
  'search-artists-500': status('/api/search/artists?q=silver'),
  'suggestions-miscounted': value('/api/search/suggestions?query=silver', (json: { count: number }) => json.count),
  'setlist-positions-twice': async (site) => {
    const { showId } = await firstSong(site);
    return body(`/api/setlists/${showId}`, /"position":12/)(site);
  },
  'vote-totals-wrong': value('/api/votes/statistics?showId=x', (json: { totalVotes: number }) => json.totalVotes),
  'guest-votes-exhausted': async (site) =>
    body(`/api/votes/anonymous?setlistSongId=${(await firstSong(site)).id}`, /"remaining":\d/)(site),
  'csrf-token-short': value('/api/csrf-token', (json: { token: string }) => json.token.length),
  'csrf-unchecked': status('/api/auth/sign-in', post({})),
  'incidents-open': status('/api/admin/incidents', post({ status: 'acknowledged' })),
  'robots-keeps-out': body('/robots.txt', /Disallow/),
  'sitemap-empty': body('/sitemap.xml', /<loc>/),
  'manifest-icons-missing': body('/manifest.json', /icon-192/),
  'markup-reflected': body('/auth/sign-in?error=%3Cb%20x%3E', /<b x>/),
  'cors-reflected': header('/', 'access-control-allow-credentials', {
    headers: { origin: 'https://elsewhere.example' },
  }),
  'source-maps-served': status('/client/app.js.map'),
  'stack-traces-shown': body('/api/votes', /route\.js:12/),
  'hsts-short': header('/', 'strict-transport-security'),
  'powered-by': header('/', 'x-powered-by'),
  'open-mutating-routes': status('/api/jobs', { method: 'OPTIONS' }),
};
