import { body, FREE, type Contract } from './contract.ts';
import { errorSchema } from './trending.ts';

/** Refusals only; the accepted vote belongs to the voting journey, which undoes it. */
export const votes: Contract = {
  id: 'contract.votes',
  title: '/api/votes refuses a vote without a session, and a question without a song',
  runbook: 'R2 User Acceptance: validate voting system',
  cost: FREE,
  cases: [
    {
      name: 'refuses a vote without a session',
      method: 'POST',
      path: '/api/votes',
      headers: { 'content-type': 'application/json' },
      body: '{"setlistSongId":"00000000-0000-4000-8000-000000000000","voteType":"up"}',
      status: [401],
      json: body(errorSchema),
    },
    {
      name: 'wants a song',
      method: 'GET',
      path: '/api/votes',
      status: [400],
      responseHeaders: { 'cache-control': /^(?!.*\bpublic\b)/i },
      json: body(errorSchema),
    },
  ],
};
