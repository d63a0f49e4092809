import { body, FREE, type Contract } from './contract.ts';
import { errorSchema } from './body-rules.ts';
import { sampleRefusal } from './sample-bodies.ts';

/** The only pure liveness probe: platform and middleware, no dependency (mysetlist-app.md 2.5). */
export const keepAlive: Contract = {
  id: 'contract.keep-alive',
  title: 'GET /api/cron/keep-alive answers 200, and the other cron routes reject requests',
  runbook: 'R3 Availability',
  reddens: ['keep-alive-down', 'request-id-missing', 'cron-open'],
  cost: FREE,
  cases: [
    {
      name: 'cron routes reject requests without the secret',
      method: 'GET',
      path: '/api/cron/trending-update',
      status: [401],
      json: body(errorSchema),
      sample: sampleRefusal,
      onlyHere: true,
    },
    {
      name: 'keep-alive answers 200',
      method: 'GET',
      path: '/api/cron/keep-alive',
      status: [200],
      text: /^OK\s*$/,
      sampleText: 'OK\n',
      responseHeaders: { 'x-request-id': /\S/ },
    },
  ],
};
