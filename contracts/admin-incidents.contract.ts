import { body, FREE, type Contract } from './contract.ts';
import { errorSchema } from './body-rules.ts';
import { sampleRefusal } from './sample-bodies.ts';

/** Only the rejection is tested: a monitor must not acknowledge a real incident. */
export const adminIncidents: Contract = {
  id: 'contract.admin-incidents',
  title: 'POST /api/admin/incidents exists and rejects requests without a token',
  runbook: 'R1 Acknowledge',
  reddens: ['incidents-open'],
  warns: ['admin-incidents-missing'],
  mayBeAbsent: true,
  cost: FREE,
  cases: [
    {
      name: 'rejects a request without a token',
      method: 'POST',
      path: '/api/admin/incidents',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      status: [401, 403],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
  ],
};
