// The pages that every visitor meets, one of each kind.
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

/** The check that is about what the page shows: where it shows no heading, that one is red, and whoever looks at all pages could not prepare. */
export const SHOWN_BY: Readonly<Record<FrontDoorPage, string>> = {
  home: 'journey.home.content',
  trending: 'journey.trending.tabs',
  'artist list': 'journey.search.artists-page',
  'one artist': 'journey.artist.content',
  'show list': 'journey.content.pages',
  'one show': 'journey.show.content',
  setlist: 'journey.voting.named-buttons',
  'sign-in': 'front-door.sign-in',
};

/** Where the page is, with the artist and the show that the site has right now. */
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
