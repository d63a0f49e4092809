// Removes secrets from a text: the run's own secrets in every encoding, and every text in the format of a session, a token
// or a webhook address. Archives inside a text are opened, too.
import { redactTextBytes, REDACTED } from './redact-bytes.ts';

export { REDACTED };

/** A text without secrets and without texts in a secret's format. */
export const redactText = (text: string, secrets: readonly string[]): string =>
  withoutCutOff(redactTextBytes(Buffer.from(text), secrets).bytes.toString(), secrets);

/** A shorter beginning of a secret reveals little and also matches the end of many words. */
const SHORTEST_PREFIX = 6;
/** Messages are truncated before redaction, so the first half (or more) of a secret at the end is removed, too. */
function withoutCutOff(text: string, secrets: readonly string[]): string {
  const end = /(?:\.{3}|…)?["'`)]{0,2}$/.exec(text.slice(-8))?.[0].length ?? 0;
  const body = text.slice(0, text.length - end);
  for (const secret of secrets)
    for (let length = secret.length - 1; length >= Math.max(SHORTEST_PREFIX, secret.length / 2); length -= 1)
      if (body.endsWith(secret.slice(0, length)))
        return `${body.slice(0, -length)}${REDACTED}${text.slice(text.length - end)}`;
  return text;
}

/** Redacts every string in a record (an object, a list, a string). Redacting its JSON text could make it invalid. */
export function redactValues<T>(value: T, secrets: readonly string[]): T {
  if (typeof value === 'string') return redactText(value, secrets) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => redactValues(one, secrets)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [redactText(key, secrets), redactValues(one, secrets)]);
  return Object.fromEntries(entries) as T;
}
