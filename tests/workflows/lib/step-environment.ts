// The variables that every step finds.
import path from 'node:path';
import { asText, type Json } from './expressions.ts';
import type { Scope } from './step-types.ts';

/** Nothing of this process is inherited: a test would pass by what this machine has. */
export function machineEnv(
  scope: Scope,
  github: Record<string, Json>,
  paths: readonly string[],
): Record<string, string> {
  const github_ = Object.fromEntries(
    [
      'event_name',
      'repository',
      'sha',
      'ref',
      'ref_name',
      'run_id',
      'run_attempt',
      'actor',
      'workflow',
      'server_url',
      'api_url',
      'workspace',
      'job',
    ].map((key) => [`GITHUB_${key.toUpperCase()}`, asText(github[key] ?? '')]),
  );
  const cache = process.env['npm_config_cache'] ?? path.join(process.env['HOME'] ?? '/root', '.npm');
  return {
    ...github_,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    RUNNER_TEMP: scope.temp,
    RUNNER_OS: 'Linux',
    HOME: scope.world.home,
    LANG: 'C.UTF-8',
    PATH: [...paths, scope.world.bin, process.env['PATH'] ?? ''].join(':'),
    npm_config_cache: cache,
    // How this machine reaches the registry; a runner needs nothing.
    npm_config_userconfig: process.env['npm_config_userconfig'] ?? path.join(process.env['HOME'] ?? '/root', '.npmrc'),
    ...(github['action_path'] ? { GITHUB_ACTION_PATH: asText(github['action_path']) } : {}),
    VERCEL_API_URL: scope.world.api.url,
  };
}
