// The checks that the load scripts are, each declared beside its shape. The faults of a path that a script asks turn it red by rule
// (proof/outage-rules.ts).
import type { DeclaredCheck } from '../reports/result.ts';
import { ENDPOINTS } from './answers.ts';
import { NEEDS_ALLOW_LOAD, SCRIPTS, SHAPES } from './profiles.ts';

export const LOAD_CHECKS: readonly DeclaredCheck[] = SCRIPTS.map((script) => {
  const { check, asks } = SHAPES[script];
  return {
    ...check,
    stage: 'load',
    ...(NEEDS_ALLOW_LOAD.includes(script) && { needsAllowLoad: true }),
    asks: [...new Set(asks.map((endpoint) => ENDPOINTS[endpoint].path.replace(/\?.*/, '')))],
    file: `load/shapes/${script}-shape.ts`,
  };
});
