// All rules, in the order in which their findings are shown.
import type { Rule } from '../rule.ts';
import { applicationDown } from './application-down.ts';
import { availability } from './availability.ts';
import { browserRuns } from './browser-runs.ts';
import { budgetBurn } from './budget-burn.ts';
import { certificate } from './certificate.ts';
import { coverage } from './coverage.ts';
import { database, externalApis, externalRateLimit } from './dependencies.ts';
import { errorRate } from './error-rate.ts';
import { failingNow } from './failing-now.ts';
import { degradation, deployment, rateLimited } from './information.ts';
import { journeys } from './journeys.ts';
import { responseTime } from './response-time.ts';
import { security } from './security.ts';

export const RULES: readonly Rule[] = [
  applicationDown,
  failingNow,
  availability,
  errorRate,
  responseTime,
  database,
  externalApis,
  journeys,
  security,
  budgetBurn,
  coverage,
  browserRuns,
  certificate,
  deployment,
  degradation,
  rateLimited,
  externalRateLimit,
];
