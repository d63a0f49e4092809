// Every page of the stand-in.
import { resetForm, signInForm, signOut, signUpForm } from '../api/auth-forms.ts';
import { text, type Handler, type RouteTable } from '../http.ts';
import { adminPage, ownPage, plainPage, profilePage } from './account.ts';
import { artistPage, artistsPage } from './artists.ts';
import { authNote, resetPage, signInPage, signUpPage } from './auth.ts';
import { homePage } from './home.ts';
import { activityPage, discoverPage, searchPage, showsPage, venuePage, venuesPage } from './lists.ts';
import { setlistPage, setlistsPage } from './setlist.ts';
import { showPage } from './show.ts';
import { trendingPage } from './trending.ts';

const SITEMAP = ['/', '/artists', '/shows', '/venues', '/trending', '/discover', '/search', '/about', '/contact'];
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#5b21b6"/><path d="M6 18V9l6-4 6 4v9" fill="none" stroke="#fff" stroke-width="2"/><circle cx="12" cy="15" r="2.5" fill="#fff"/></svg>`;
const MANIFEST = {
  name: 'MySetlist',
  short_name: 'MySetlist',
  start_url: '/',
  display: 'standalone',
  theme_color: '#5b21b6',
  background_color: '#ffffff',
  icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
};

const origin = (host: string | undefined) => `http://${host ?? '127.0.0.1'}`;
const robots: Handler = (ask, world) =>
  world.has('robots-keeps-out')
    ? text('User-agent: *\nDisallow: /\n')
    : text(`User-agent: *\nAllow: /\n\nSitemap: ${origin(ask.headers.host)}/sitemap.xml\n`);
const sitemap: Handler = (ask, world) => {
  const urls = (world.has('sitemap-empty') ? [] : SITEMAP)
    .map((path) => `<url><loc>${origin(ask.headers.host)}${path}</loc></url>`)
    .join('');
  const xml = `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls}</urlset>`;
  return text(xml, 200, 'application/xml');
};

const manifest: Handler = (_ask, world) => {
  const icons = world.has('manifest-icons-missing') ? [{ ...MANIFEST.icons[0], src: '/icon-192.png' }] : MANIFEST.icons;
  return text(JSON.stringify({ ...MANIFEST, icons }), 200, 'application/manifest+json');
};

export const pageRoutes: RouteTable = [
  ['/', { GET: homePage }],
  ['/artists', { GET: artistsPage }],
  ['/shows', { GET: showsPage }],
  ['/venues', { GET: venuesPage }],
  ['/trending', { GET: trendingPage }],
  ['/discover', { GET: discoverPage }],
  ['/search', { GET: searchPage }],
  ['/setlists', { GET: setlistsPage }],
  ['/activity', { GET: activityPage }],
  ['/about', { GET: plainPage('About MySetlist', 'Fans choose the songs; this is where they do it.') }],
  ['/privacy', { GET: plainPage('Privacy Policy', 'We keep your votes and your address, and sell neither.') }],
  ['/terms', { GET: plainPage('Terms of Service', 'One vote a song, and be kind.') }],
  ['/contact', { GET: plainPage('Contact', 'Write to hello@mysetlist.example.') }],
  ['/pricing', { GET: plainPage('Pricing', 'It costs nothing.') }],
  ['/auth/sign-in', { GET: signInPage, POST: signInForm }],
  ['/auth/sign-up', { GET: signUpPage, POST: signUpForm }],
  ['/auth/reset-password', { GET: resetPage, POST: resetForm }],
  ['/auth/sign-out', { POST: signOut }],
  ['/auth/update-password', { GET: authNote('Update your password', 'Follow the link in your mail to choose one.') }],
  ['/auth/verify-email', { GET: authNote('Verify your email', 'Follow the link in your mail to confirm it.') }],
  ['/auth/v1/authorize', { GET: authNote('Continue with Spotify', 'Spotify is not part of this stand-in.') }],
  ['/auth/callback', { GET: authNote('Completing authentication...', 'Spotify is not part of this stand-in.') }],
  ['/my-artists', { GET: ownPage('My Artists', 'You follow nobody yet.') }],
  ['/playlists', { GET: ownPage('My Playlists', 'No playlists yet.') }],
  ['/notifications', { GET: ownPage('Notifications', 'Nothing new.') }],
  ['/settings', { GET: ownPage('Settings', 'Nothing to set yet.') }],
  ['/settings/privacy', { GET: ownPage('Privacy', 'Nobody sees your votes but you.') }],
  ['/robots.txt', { GET: robots }],
  ['/sitemap.xml', { GET: sitemap }],
  ['/icon.svg', { GET: () => text(ICON, 200, 'image/svg+xml') }],
  ['/favicon.ico', { GET: () => text(ICON, 200, 'image/svg+xml') }],
  ['/manifest.json', { GET: manifest }],
  [/^\/profile(?:\/(?:edit|activity|following))?$/, { GET: profilePage }],
  [/^\/admin(?:\/.*)?$/, { GET: adminPage }],
  [/^\/artists\/([^/]+)$/, { GET: artistPage }],
  [/^\/shows\/([^/]+)$/, { GET: showPage }],
  [/^\/venues\/([^/]+)$/, { GET: venuePage }],
  [/^\/setlists\/([^/]+)$/, { GET: setlistPage }],
];
