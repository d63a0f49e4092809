// Written by `npm run generate` from the files themselves. Do not edit.
import type { SecurityCheck } from './security-request.ts';
import { authBypass } from './auth-bypass.security.ts';
import { badParameters } from './bad-parameters.security.ts';
import { cookies } from './cookies.security.ts';
import { cors } from './cors.security.ts';
import { disclosure } from './disclosure.security.ts';
import { exposure } from './exposure.security.ts';
import { headers } from './headers.security.ts';
import { injection } from './injection.security.ts';
import { openRedirect } from './open-redirect.security.ts';
import { openRoutes } from './open-routes.security.ts';
import { rateLimit } from './rate-limit.security.ts';
import { reflection } from './reflection.security.ts';
import { signInService } from './sign-in-service.security.ts';
import { signInWithoutScript } from './sign-in-without-script.security.ts';
import { transport } from './transport.security.ts';

export const SECURITY_CHECKS: readonly SecurityCheck[] = [
  authBypass,
  badParameters,
  cookies,
  cors,
  disclosure,
  exposure,
  headers,
  injection,
  openRedirect,
  openRoutes,
  rateLimit,
  reflection,
  signInService,
  signInWithoutScript,
  transport,
];
