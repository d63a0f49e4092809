// Which environment variables are secrets, and their values. No output and no file may contain them.
import { readFirstPartyHeaders } from './first-party-headers.ts';

/** Redacting shorter values would replace large parts of every report. */
export const SHORTEST_SECRET = 4;
/** Shorter paths, such as `/hook`, occur in many texts. */
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

/** A channel's variable with one of these endings is a secret, so a new channel needs no entry here. */
const CHANNEL_SECRET = /^NOTIFY_[A-Z_]+_(?:URL|KEY|TOKEN|SECRET|PASSWORD|SERVER)$/;
/** OpenTelemetry's own: `api-key=K,other=V`. */
const OTLP_HEADERS = /^OTEL_EXPORTER_OTLP_(?:[A-Z]+_)?HEADERS$/;
export const isSecretName = (name: string): boolean =>
  (SECRET_VARIABLES as readonly string[]).includes(name) || CHANNEL_SECRET.test(name) || OTLP_HEADERS.test(name);
/** The password is a secret, the address is not. */
const PROXY = /^(?:HTTPS?|ALL)_PROXY$/i;

/** Header values that are not secrets, because they occur in many texts. */
const HARMLESS = /^(true|false|yes|no|on|off|\d{1,6}|[a-z]{1,5})$/i;

/** The secrets of `env`, each once, without values that are too short. */
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

/** The password of a URL, and its path and query if they are long enough: an error can quote them without the host. */
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
/** The public path of PagerDuty's API is not a secret. */
const COMMON_PATH = /^\/v2\/enqueue$/;
