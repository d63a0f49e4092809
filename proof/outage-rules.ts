// Outages that affect every check of a kind: by stage, or by a path that the check requests. Checks do not repeat these faults.
import type { Stage } from '../kpis.ts';
import type { DeclaredCheck } from '../reports/result.ts';

export type OutageRule = {
  /** The fault of the stand-in. */
  fault: string;
  /** The stages whose checks it turns red ... */
  stages: readonly Stage[];
  /** ... if they request this path, or a path below it if it ends with a slash; all of them if it is not given. */
  asks?: string;
  /** Checks that the outage leaves green, each with the reason. */
  except?: Readonly<Record<string, string>>;
};

/** No journeys: on an unusable page a journey is inconclusive, and the guard is red (checks/guards/guards.ts). */
const EVERY_STAGE = ['front-door', 'contracts', 'audits', 'load'] as const;
const REQUESTS = ['front-door', 'contracts', 'load'] as const;
const AUDITS = ['audits'] as const;
const LOAD = ['load'] as const;

const NO_PAGE = { 'contract.page-language': 'a missing page is reported by the check of that page' };

export const OUTAGE_RULES: readonly OutageRule[] = [
  { fault: 'all-500', stages: EVERY_STAGE, except: NO_PAGE },
  { fault: 'never-answers', stages: ['contracts'], except: NO_PAGE },
  { fault: 'connection-reset', stages: REQUESTS, asks: '/api/' },
  {
    fault: 'html-instead-of-json',
    stages: REQUESTS,
    asks: '/api/',
    except: { 'contract.user-refusals': 'the middleware redirects before the route answers' },
  },
  { fault: 'trending-empty', stages: REQUESTS, asks: '/api/trending' },
  { fault: 'trending-fallback', stages: REQUESTS, asks: '/api/trending' },
  { fault: 'trending-truncated', stages: REQUESTS, asks: '/api/trending' },

  { fault: 'page-crash', stages: AUDITS },
  { fault: 'page-download', stages: AUDITS },
  { fault: 'page-dialog', stages: AUDITS },
  { fault: 'self-reload', stages: AUDITS },
  { fault: 'console-error', stages: AUDITS },

  // The KPIs lcp and fcp stay green: Lighthouse simulates with the median time of all requests, on which one slow document has no effect.
  { fault: 'pages-slow', stages: AUDITS },
  { fault: 'noindex-everywhere', stages: AUDITS },
  { fault: 'empty-title', stages: AUDITS },
  { fault: 'blocking-script', stages: AUDITS },
  { fault: 'script-2mb', stages: AUDITS },
  { fault: 'heavy-script', stages: AUDITS },
  { fault: 'low-contrast', stages: AUDITS },

  { fault: 'intermittent-500', stages: LOAD, asks: '/api/' },
  { fault: 'database-down', stages: LOAD, asks: '/api/trending' },
  { fault: 'trending-slow', stages: LOAD, asks: '/api/trending' },
  { fault: 'search-slow', stages: LOAD, asks: '/api/search' },
  { fault: 'searches-slow', stages: LOAD, asks: '/api/search' },
  { fault: 'search-500', stages: LOAD, asks: '/api/search' },
  { fault: 'search-returns-nothing', stages: LOAD, asks: '/api/search' },
  { fault: 'search-wrong-artist', stages: LOAD, asks: '/api/search' },
];

const isBelow = (path: string, asks: string): boolean => path === asks || (asks.endsWith('/') && path.startsWith(asks));

/** Whether the outage turns the check red. */
export const meets = ({ stages, asks, except }: OutageRule, check: Omit<DeclaredCheck, 'file'>): boolean =>
  stages.includes(check.stage) &&
  // A guard reports one kind of finding on any page, so it declares its faults itself.
  !check.id.startsWith('guard.') &&
  (asks === undefined || (check.asks ?? []).some((path) => isBelow(path, asks))) &&
  except?.[check.id] === undefined;

/** The faults whose rules turn the check red. */
export const outagesOf = (check: DeclaredCheck): string[] =>
  OUTAGE_RULES.filter((rule) => meets(rule, check)).map(({ fault }) => fault);
