// Which faults of the stand-in breach which KPI. The KPIs are in kpis.ts, which does not know the stand-in.
import type { KpiId } from '../kpis.ts';

export type KpiReaction = {
  /** Faults that breach the KPI. */
  reddens: readonly string[];
  /** Faults that make it warn. */
  warns?: readonly string[];
};

export const KPI_REACTIONS: Readonly<Partial<Record<KpiId, KpiReaction>>> = {
  availability: {
    reddens: [
      'all-500',
      'database-down',
      'keep-alive-down',
      'intermittent-500',
      'connection-reset',
      'redirect-loop',
      'search-500',
      'artists-search-500',
      'search-returns-nothing',
      'search-wrong-artist',
      'mock-source',
      'trending-unsorted',
      'trending-stale',
      'trending-empty',
      'trending-fallback',
      'trending-truncated',
      'html-instead-of-json',
      'sign-in-form-missing',
      'home-without-heading',
      'noindex-everywhere',
      'h1-missing',
      'nested-10000',
      'pages-utf16',
      'pages-windows-1252',
      'timestamps-stale',
      'wrong-encoding',
      'r2-search-shape',
      'r2-missing-routes',
      'body-50mb',
      'page-download',
      'api-hangs',
      'api-drips',
      'never-answers',
    ],
  },
  'response-time': { reddens: ['trending-slow', 'search-slow', 'pages-slow', 'searches-slow', 'every-page-slow'] },
  'error-rate': {
    reddens: [
      'all-500',
      'database-down',
      'keep-alive-down',
      'intermittent-500',
      'search-500',
      'artists-search-500',
      'r2-missing-routes',
    ],
  },
  health: { reddens: [], warns: ['spotify-down', 'ticketmaster-down', 'setlistfm-down'] },
  database: { reddens: ['database-down'] },
  'external-apis': {
    reddens: ['external-429', 'external-hanging'],
    warns: ['spotify-down', 'ticketmaster-down', 'setlistfm-down'],
  },
  lcp: { reddens: ['hero-slow-image', 'blocking-script', 'hero-late-image', 'script-2mb'] },
  cls: { reddens: ['layout-shift-home'] },
  fcp: { reddens: ['blocking-script'] },
  tbt: { reddens: ['busy-script', 'script-2mb', 'heavy-script'] },
  inp: { reddens: ['slow-clicks'] },
  'lighthouse-performance': {
    reddens: ['layout-shift-home', 'hero-slow-image', 'blocking-script', 'busy-script', 'script-2mb', 'heavy-script'],
  },
  'lighthouse-accessibility': { reddens: ['unnamed-parts'] },
  'lighthouse-best-practices': { reddens: ['paste-prevented', 'mixed-content'] },
  'lighthouse-seo': { reddens: ['seo-poor', 'empty-title', 'unnamed-parts'] },
};
