// The main pages, one of each kind.
import type { Artist, OpenSetlist } from '../visitor/catalogue.ts';

export const FRONT_DOOR = [
  'home',
  'trending',
  'artist list',
  'one artist',
  'show list',
  'one show',
  'setlist',
  'sign-in',
] as const;
export type FrontDoorPage = (typeof FRONT_DOOR)[number];

/** The check of the page's content: without a heading it is red, and checks of all pages are inconclusive ("could not prepare"). */
export const SHOWN_BY: Readonly<Record<FrontDoorPage, string>> = {
  home: 'journey.home.content',
  trending: 'journey.trending.tabs',
  'artist list': 'journey.search.artists-page',
  'one artist': 'journey.artist.content',
  'show list': 'journey.content.pages',
  'one show': 'journey.show.content',
  setlist: 'journey.voting.guest-on-setlist',
  'sign-in': 'front-door.sign-in',
};

/** The page's address, with a current artist and show of the site. */
export function pathOf(page: FrontDoorPage, { artist, show }: { artist: Artist; show: OpenSetlist }): string {
  const paths: Record<FrontDoorPage, string> = {
    home: '/',
    trending: '/trending',
    'artist list': '/artists',
    'one artist': `/artists/${artist.slug}`,
    'show list': '/shows',
    'one show': `/shows/${show.slug}`,
    setlist: `/setlists/${show.showId}`,
    'sign-in': '/auth/sign-in',
  };
  return paths[page];
}
