import { FREE, type Contract } from './contract.ts';

const PAGES = {
  'the home page': '/',
  'the trending page': '/trending',
  'the list of artists': '/artists',
  'the sign-in page': '/auth/sign-in',
};

/** Without a language a screen reader pronounces the page in the language of the machine. */
export const pageLanguage: Contract = {
  id: 'contract.page-language',
  title: 'Every public page states its language and has one first heading',
  runbook: 'R2 User Acceptance; WCAG 3.1.1',
  reddens: ['lang-missing', 'redirect-loop', 'body-50mb'],
  warns: ['h1-twice'],
  cost: FREE,
  cases: Object.entries(PAGES).map(([name, path]) => ({ name, method: 'GET', path, status: [200], document: true })),
};
