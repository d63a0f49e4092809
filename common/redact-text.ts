// Takes secrets out of a text: the ones that a run knows, in every form in which programs write them down, and everything that looks
// like a session, a token or a webhook address, known to the run or not. What is packed inside a text is opened, too.
import { redactTextBytes, REDACTED } from './redact-bytes.ts';

export { REDACTED };

/** A text without the secrets, and without what looks like one. */
export const redactText = (text: string, secrets: readonly string[]): string =>
  withoutCutOff(redactTextBytes(Buffer.from(text), secrets).bytes.toString(), secrets);

/** Fewer characters of a secret say little, and end many words. */
const SHORTEST_PREFIX = 6;
/** A message is cut to a length before it gets here: the first half of a secret at its end, or more, goes as well. */
function withoutCutOff(text: string, secrets: readonly string[]): string {
  const end = /(?:\.{3}|…)?["'`)]{0,2}$/.exec(text.slice(-8))?.[0].length ?? 0;
  const body = text.slice(0, text.length - end);
  for (const secret of secrets)
    for (let length = secret.length - 1; length >= Math.max(SHORTEST_PREFIX, secret.length / 2); length -= 1)
      if (body.endsWith(secret.slice(0, length)))
        return `${body.slice(0, -length)}${REDACTED}${text.slice(text.length - end)}`;
  return text;
}

/** Every text in a record (an object, a list, a string), so that it stays what it is: redacting its JSON could break it. */
export function redactValues<T>(value: T, secrets: readonly string[]): T {
  if (typeof value === 'string') return redactText(value, secrets) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => redactValues(one, secrets)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [redactText(key, secrets), redactValues(one, secrets)]);
  return Object.fromEntries(entries) as T;
}
