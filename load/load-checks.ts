// The check that each load script is. Faults of the paths that a script asks turn it red by rule (proof/outage-rules.ts).
import type { DeclaredCheck } from '../reports/result.ts';

export type LoadCheck = Omit<DeclaredCheck, 'stage' | 'file'> & { asks: readonly string[] };

const RESPONSE_TIME = 'Monitoring and Alerting: Response Time';
/** What the scripts ask that measure one list and one search. */
const LISTS = ['/api/trending', '/api/search'];

export const LOAD_CHECKS: readonly LoadCheck[] = [
  {
    id: 'load.latency',
    title: 'Trending and search answer within the target under load',
    profiles: ['quick', 'gate', 'nightly'],
    runbook: RESPONSE_TIME,
    asks: LISTS,
    reddens: [],
  },
  {
    id: 'load.browse',
    title: 'Browsing visitors get pages and lists within the target',
    profiles: ['nightly'],
    runbook: RESPONSE_TIME,
    asks: ['/', '/artists', '/trending', '/api/trending', '/api/search', '/api/artists/search'],
    reddens: [
      'redirect-loop',
      'pages-slow',
      'artists-search-500',
      'home-without-heading',
      'noindex-everywhere',
      'r2-missing-routes',
    ],
  },
  {
    id: 'load.voting',
    title: 'Votes cast and removed by several members at once are counted correctly',
    profiles: ['nightly'],
    needsAccount: true,
    runbook: 'Deployment Procedures: User Acceptance Testing',
    asks: ['/auth/sign-in', '/api/votes'],
    reddens: [
      'auth-outage',
      'login-broken',
      'session-lost',
      'votes-not-persisted',
      'vote-remove-ignored',
      'vote-counts-disagree',
      'r2-votes-shape',
      'r2-csrf-shape',
    ],
  },
  {
    id: 'load.spike',
    title: 'The site survives a tenfold spike and recovers',
    profiles: ['nightly'],
    needsAllowLoad: true,
    runbook: RESPONSE_TIME,
    asks: LISTS,
    reddens: [],
  },
  // Asked for by name (`--only load.soak`): no scheduled run has the time, or the right, to look for the limit.
  {
    id: 'load.soak',
    title: 'Response times stay within the target for a long time',
    profiles: [],
    runbook: RESPONSE_TIME,
    asks: LISTS,
    reddens: [],
  },
  {
    id: 'load.breakpoint',
    title: 'The site holds the required request rate within the target',
    profiles: [],
    needsAllowLoad: true,
    runbook: RESPONSE_TIME,
    asks: LISTS,
    reddens: [],
  },
];
