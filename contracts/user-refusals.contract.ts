import { FREE, type Contract } from './contract.ts';

/** The middleware redirects guests to the sign-in page of the same host; a 401 is a rejection, too. */
export const userRefusals: Contract = {
  id: 'contract.user-refusals',
  title: '/api/user/* and /profile redirect visitors without a session to the sign-in page of this host',
  runbook: 'R6 Authentication bypass attempts; mysetlist-app.md 2.5, 4.2',
  reddens: ['redirect-wrong-host', 'private-pages-open', 'user-api-open'],
  warns: ['soft-redirect'],
  cost: FREE,
  cases: [
    {
      name: 'the user API redirects a guest to sign in',
      method: 'GET',
      path: '/api/user/profile',
      status: [307, 401],
      redirectsTo: '/auth/sign-in',
    },
    {
      name: 'the profile redirects a guest to sign in',
      method: 'GET',
      path: '/profile',
      status: [307],
      redirectsTo: '/auth/sign-in',
    },
    {
      name: 'a private page redirects a guest to sign in by a status, not by a refresh tag in a 200',
      method: 'GET',
      path: '/my-artists',
      status: [307],
      redirectsTo: '/auth/sign-in',
      level: 'warn',
    },
  ],
};
