import { body, FREE, type Contract } from './contract.ts';
import { errorSchema } from './body-rules.ts';
import { sampleRefusal } from './sample-bodies.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** A form without its CSRF token is rejected before its password is checked. 429 is a rejection, too: the limit is 5 in 5 minutes. */
export const authRefusals: Contract = {
  id: 'contract.auth-refusals',
  title: 'POST /api/auth/sign-in and /sign-up reject a form without its CSRF token',
  runbook: 'R6 Authentication bypass attempts; mysetlist-app.md 2.6, 2.7',
  reddens: ['csrf-unchecked'],
  cost: FREE,
  cases: [
    {
      name: 'sign-in rejects a form without the token',
      method: 'POST',
      path: '/api/auth/sign-in',
      headers: JSON_TYPE,
      body: '{"email":"nobody@mysetlist.invalid","password":"not-a-password"}',
      status: [403, 429],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
    {
      name: 'sign-up rejects a form without the token',
      method: 'POST',
      path: '/api/auth/sign-up',
      headers: JSON_TYPE,
      body: '{}',
      status: [403, 429],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
  ],
};
