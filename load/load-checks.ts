// The checks that the load scripts are, each declared beside its shape. The faults of a path that a script asks turn it red by rule
// (proof/outage-rules.ts).
import type { DeclaredCheck } from '../reports/result.ts';
import { NEEDS_ALLOW_LOAD, SCRIPTS, SHAPES } from './profiles.ts';
import type { EndpointName } from './shapes/shape.ts';

/** Without query, and an id left out. */
const PATHS: Readonly<Record<EndpointName, string>> = {
  trending: '/api/trending',
  search: '/api/search',
  'artists-search': '/api/artists/search',
  home: '/',
  artists: '/artists',
  'trending-page': '/trending',
  'sign-in': '/auth/sign-in',
  vote: '/api/votes',
  votes: '/api/votes',
  'vote-count': '/api/votes',
};

export const LOAD_CHECKS: readonly DeclaredCheck[] = SCRIPTS.map((script) => {
  const { check, asks } = SHAPES[script];
  return {
    ...check,
    stage: 'load',
    ...(NEEDS_ALLOW_LOAD.includes(script) && { needsAllowLoad: true }),
    asks: [...new Set(asks.map((endpoint) => PATHS[endpoint]))],
    file: `load/shapes/${script}-shape.ts`,
  };
});
