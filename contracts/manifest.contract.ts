import { z } from 'zod';
import { body, FREE, type Contract } from './contract.ts';
import { atLeast } from './body-rules.ts';
import { set } from './sample-bodies.ts';

export const manifestSchema = z.looseObject({
  name: z.string().min(1),
  short_name: z.string().min(1),
  start_url: z.string(),
  display: z.string(),
  icons: z.array(z.looseObject({ src: z.string().regex(/^\//), sizes: z.string(), type: z.string().optional() })),
});

export const manifest: Contract = {
  id: 'contract.manifest',
  title: 'GET /manifest.json names the app and an icon that exists',
  runbook: 'R2 Lighthouse; mysetlist-app.md 5.2',
  reddens: [],
  warns: ['manifest-icons-missing'],
  published: { 'manifest.schema.json': manifestSchema },
  cost: FREE,
  cases: [
    {
      name: 'names the app and its icons',
      method: 'GET',
      path: '/manifest.json',
      status: [200],
      contentType: /^application\/(manifest\+)?json\b/i,
      json: body(manifestSchema, ({ icons }) => atLeast(icons, 1)),
      sample: {
        good: {
          name: 'MySetlist',
          short_name: 'MySetlist',
          start_url: '/',
          display: 'standalone',
          icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
        },
        broken: { 'no icon': set('icons', []), 'an icon elsewhere': set('icons.0.src', 'https://elsewhere.example/i') },
      },
      takes: (value) => ({ icon: manifestSchema.safeParse(value).data?.icons[0]?.src }),
    },
    {
      name: 'the icon exists',
      method: 'GET',
      path: '{icon}',
      status: [200],
      responseHeaders: { 'content-type': /^image\// },
      level: 'warn',
    },
  ],
};
