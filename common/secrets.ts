// Which environment variables are secrets, and their values: what no output and no file may hold.
import { readFirstPartyHeaders } from './first-party-headers.ts';

/** Shorter ones would turn half of every report into "[redacted]". */
export const SHORTEST_SECRET = 4;
/** Shorter paths, such as `/hook`, stand in many texts. */
const SHORTEST_PART = 12;

export const SECRET_VARIABLES = [
  'SYNTHETIC_PASSWORD',
  'VERCEL_AUTOMATION_BYPASS_SECRET',
  'EXTRA_HEADERS',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_TOKEN',
  'ALERT_WEBHOOK_SECRET',
  'ADMIN_TOKEN',
  'HEARTBEAT_URL',
  'HISTORY_TOKEN',
] as const;

/** A channel's variable is a secret where its name ends so: a new channel keeps its secrets by naming them. */
const CHANNEL_SECRET = /^NOTIFY_[A-Z_]+_(?:URL|KEY|TOKEN|SECRET|PASSWORD|SERVER)$/;
/** OpenTelemetry's own: `api-key=K,other=V`. */
const OTLP_HEADERS = /^OTEL_EXPORTER_OTLP_(?:[A-Z]+_)?HEADERS$/;
export const isSecretName = (name: string): boolean =>
  (SECRET_VARIABLES as readonly string[]).includes(name) || CHANNEL_SECRET.test(name) || OTLP_HEADERS.test(name);
/** Their password is a secret, their address is none. */
const PROXY = /^(?:HTTPS?|ALL)_PROXY$/i;

/** Values of headers that are no secrets: they stand in half of all texts. */
const HARMLESS = /^(true|false|yes|no|on|off|\d{1,6}|[a-z]{1,5})$/i;

/** The secrets of `env`, each once, those too short to be one left out. */
export function secretsOf(env: NodeJS.ProcessEnv): string[] {
  const { headers } = readFirstPartyHeaders(env);
  const names = Object.keys(env).filter((name) => isSecretName(name) && name !== 'EXTRA_HEADERS');
  const values = [
    ...names.map((name) => env[name]?.trim() ?? ''),
    ...names.flatMap((name) => partsOf(env[name]?.trim() ?? '')),
    ...names.filter((name) => OTLP_HEADERS.test(name)).flatMap((name) => valuesOf(env[name] ?? '')),
    ...Object.keys(env)
      .filter((name) => PROXY.test(name))
      .flatMap((name) => passwordsOf(env[name]?.trim() ?? '')),
    ...Object.values(headers).filter((value) => !HARMLESS.test(value)),
    // `Authorization: Bearer X`: X alone is the secret, too.
    ...Object.values(headers).flatMap((value) => /^(?:bearer|basic|token) +(\S+)$/i.exec(value)?.[1] ?? []),
  ];
  return [...new Set(values)].filter((value) => value.length >= SHORTEST_SECRET);
}

/** Of an address its password, and a path and query long enough to be one: an error may quote them without the host. */
function partsOf(value: string): string[] {
  const address = /^[a-z]+:\/\//.test(value) ? URL.parse(value) : null;
  if (address === null) return [];
  const { pathname, search } = address;
  const route = `${pathname}${search}`;
  return [...passwordsOf(value), ...(route.length < SHORTEST_PART || COMMON_PATH.test(route) ? [] : [route])];
}
const passwordsOf = (value: string): string[] => {
  const password = URL.parse(value.includes('://') ? value : `http://${value}`)?.password ?? '';
  return [password, decoded(password)];
};
const valuesOf = (headers: string): string[] =>
  headers
    .split(',')
    .map((one) => one.slice(one.indexOf('=') + 1).trim())
    .flatMap((value) => [value, decoded(value)])
    .filter((value) => !HARMLESS.test(value));
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
/** The public path of PagerDuty's API is no secret. */
const COMMON_PATH = /^\/v2\/enqueue$/;
