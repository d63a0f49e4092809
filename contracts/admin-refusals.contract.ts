import { body, FREE, type Contract } from './contract.ts';
import { errorSchema } from './body-rules.ts';
import { sampleRefusal } from './sample-bodies.ts';

export const adminRefusals: Contract = {
  id: 'contract.admin-refusals',
  title: '/api/admin/users and /admin reject visitors without a session',
  runbook: 'R6 Authentication bypass attempts; mysetlist-app.md 3.1, 7',
  reddens: ['admin-open'],
  warns: ['soft-redirect', 'admin-redirect-undefined'],
  cost: FREE,
  cases: [
    {
      name: 'the list of users is rejected',
      method: 'GET',
      path: '/api/admin/users',
      status: [401, 403],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
    {
      name: 'the admin page redirects a guest to an existing sign-in page',
      method: 'GET',
      path: '/admin',
      status: [307],
      redirectsTo: '/auth/sign-in',
      level: 'warn',
    },
  ],
};
