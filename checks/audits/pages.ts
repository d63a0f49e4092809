// The pages that Lighthouse audits, and how each is known to be itself: a high score of the wrong page is the classic trap.
import type { CheckDeclaration } from '../../reports/result.ts';

export type AuditPage = {
  id: string;
  title: string;
  /** A path, or how to find one: the first artist that the site itself calls trending. */
  path: string | 'first-trending-artist';
  /** The H1 it must show; undefined: any. */
  heading: string | undefined;
  profiles: CheckDeclaration['profiles'];
};

export const AUDIT_PAGES: readonly AuditPage[] = [
  {
    id: 'audit.home',
    title: 'The home page holds its Lighthouse budgets',
    path: '/',
    heading: 'Crowd-Curated Setlists',
    profiles: ['quick', 'gate', 'nightly'],
  },
  {
    id: 'audit.trending',
    title: 'The trending page holds its Lighthouse budgets',
    path: '/trending',
    heading: 'Trending',
    profiles: ['gate', 'nightly'],
  },
  {
    id: 'audit.artist',
    title: 'An artist page holds its Lighthouse budgets',
    path: 'first-trending-artist',
    heading: undefined,
    profiles: ['gate', 'nightly'],
  },
];

export const AUDIT_CHECKS: readonly CheckDeclaration[] = AUDIT_PAGES.map((page) => ({
  id: page.id,
  stage: 'audits',
  title: page.title,
  profiles: page.profiles,
  runbook: 'R2 Post-Deployment Verification: performance test',
}));
