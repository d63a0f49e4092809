import { FREE, type Contract } from './contract.ts';

/** Each page with the check that it exists. */
const PAGES = [
  ['the home page', '/', 'front-door.home'],
  ['the trending page', '/trending', 'journey.trending.tabs'],
  ['the list of artists', '/artists', 'journey.search.artists-page'],
  ['the sign-in page', '/auth/sign-in', 'front-door.sign-in'],
] as const;

/** Without a language a screen reader reads the page in the language of the operating system. */
export const pageLanguage: Contract = {
  id: 'contract.page-language',
  title: 'Every public page states its language and has one first heading',
  runbook: 'R2 User Acceptance; WCAG 3.1.1',
  reddens: ['lang-missing'],
  warns: ['h1-twice'],
  cost: FREE,
  cases: PAGES.map(([name, path, thereBy]) => ({ name, method: 'GET', path, status: [200], document: true, thereBy })),
};
