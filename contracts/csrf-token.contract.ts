import { z } from 'zod';
import { body, FREE, NEVER_PUBLIC, type Contract } from './contract.ts';
import { set } from './sample-bodies.ts';

export const csrfTokenSchema = z.object({
  token: z.string().regex(/^[0-9a-f]{64}$/),
  message: z.string(),
});

export const csrfToken: Contract = {
  id: 'contract.csrf-token',
  title: 'GET /api/csrf-token returns 32 random bytes and sets the matching cookie',
  runbook: 'R6 Automated Security Checks; mysetlist-app.md 2.6',
  reddens: ['shared-cache-private', 'csrf-token-short', 'r2-csrf-shape'],
  published: { 'csrf-token.schema.json': csrfTokenSchema },
  cost: FREE,
  cases: [
    {
      name: 'returns a token with its cookie, which scripts cannot read',
      method: 'GET',
      path: '/api/csrf-token',
      status: [200],
      responseHeaders: {
        ...NEVER_PUBLIC,
        'set-cookie': /csrf-token=[^;]+;(?=.*HttpOnly)(?=.*SameSite=Strict)(?=.*Path=\/)/i,
      },
      json: body(csrfTokenSchema),
      sample: {
        good: { token: 'ab'.repeat(32), message: 'CSRF token generated successfully' },
        broken: { 'four bytes': set('token', 'abababab'), 'the schema of R2': set('message', undefined) },
      },
    },
    {
      name: 'returns a different token to another visitor',
      method: 'GET',
      path: '/api/csrf-token',
      status: [200],
      json: body(csrfTokenSchema, ({ token }, _now, earlier) => {
        const first = csrfTokenSchema.safeParse(
          earlier.get('returns a token with its cookie, which scripts cannot read'),
        ).data;
        return first?.token === token ? ['two visitors got the same token'] : [];
      }),
      sample: {
        good: { token: 'ab'.repeat(32), message: 'CSRF token generated successfully' },
        earlier: {
          'returns a token with its cookie, which scripts cannot read': { token: 'cd'.repeat(32), message: 'ok' },
        },
        broken: { 'the same token': set('token', 'cd'.repeat(32)) },
      },
    },
  ],
};
