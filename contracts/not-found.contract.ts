import { FREE, type Contract } from './contract.ts';

/** A not-found page with status 200 misleads caches, search engines and every check that reads only the status. */
export const notFound: Contract = {
  id: 'contract.not-found',
  title: 'Unknown paths, artists and shows answer 404',
  runbook: 'R3 Availability; mysetlist-app.md 1.1, 3.1',
  reddens: ['unknown-paths-200', 'body-50mb'],
  warns: ['soft-404-as-200'],
  cost: FREE,
  cases: [
    { name: 'an unknown API path', method: 'GET', path: '/api/no-such-route-zzxqqvv', status: [404] },
    { name: 'an unknown page', method: 'GET', path: '/no-such-page-zzxqqvv', status: [404] },
    { name: 'an unknown artist', method: 'GET', path: '/artists/no-such-artist-zzxqqvv', status: [404], level: 'warn' },
    { name: 'an unknown show', method: 'GET', path: '/shows/no-such-show-zzxqqvv', status: [404], level: 'warn' },
  ],
};
