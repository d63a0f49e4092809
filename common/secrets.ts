// Which environment variables are secrets, and their values: what no output and no file may hold.
import { readFirstPartyHeaders } from './first-party-headers.ts';

/** Shorter ones would turn half of every report into "[redacted]". */
export const SHORTEST_SECRET = 4;

export const SECRET_VARIABLES = [
  'SYNTHETIC_PASSWORD',
  'VERCEL_AUTOMATION_BYPASS_SECRET',
  'EXTRA_HEADERS',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_TOKEN',
  'ADMIN_TOKEN',
  'HEARTBEAT_URL',
  'HISTORY_TOKEN',
] as const;

/** Values of headers that are no secrets: they stand in half of all texts. */
const HARMLESS = /^(true|false|yes|no|on|off|\d{1,6}|[a-z]{1,5})$/i;

/** The secrets of `env`, each once, those too short to be one left out. */
export function secretsOf(env: NodeJS.ProcessEnv): string[] {
  const { headers } = readFirstPartyHeaders(env);
  const values = [
    ...SECRET_VARIABLES.filter((name) => name !== 'EXTRA_HEADERS').map((name) => env[name]?.trim() ?? ''),
    ...Object.values(headers).filter((value) => !HARMLESS.test(value)),
    // `Authorization: Bearer X`: X alone is the secret, too.
    ...Object.values(headers).flatMap((value) => /^(?:bearer|basic|token) +(\S+)$/i.exec(value)?.[1] ?? []),
  ];
  return [...new Set(values)].filter((value) => value.length >= SHORTEST_SECRET);
}
