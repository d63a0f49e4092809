// Written by `npm run generate` from the files themselves. Do not edit.
import { BREAKPOINT } from './breakpoint-shape.ts';
import { BROWSE } from './browse-shape.ts';
import { LATENCY } from './latency-shape.ts';
import { SOAK } from './soak-shape.ts';
import { SPIKE } from './spike-shape.ts';
import { VOTING } from './voting-shape.ts';

export const SHAPES = {
  breakpoint: BREAKPOINT,
  browse: BROWSE,
  latency: LATENCY,
  soak: SOAK,
  spike: SPIKE,
  voting: VOTING,
} as const;
