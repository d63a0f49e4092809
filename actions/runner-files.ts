// What a step says to the runner: outputs, the summary, annotations and masks. Only Node's own modules: it runs before `npm ci`.
import { appendFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';

export type Level = 'error' | 'warning' | 'notice';

/** Text after `::error::`; GitHub ends a command at the line's end and reads %XX. */
const message = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** A line that GitHub shows on the run's page. */
export function annotate(level: Level, title: string, text: string): void {
  console.log(`::${level} title=${property(title)}::${message(text)}`);
}

/** Sets outputs of the step; without a runner they are printed. Values may have many lines. */
export function setOutputs(values: Readonly<Record<string, string>>): void {
  const file = process.env['GITHUB_OUTPUT'];
  for (const [name, value] of Object.entries(values)) {
    const end = `end-${randomUUID()}`;
    if (file) appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
    else console.log(`output ${name}=${value}`);
  }
}

/** Adds Markdown to the job's summary. */
export function addSummary(markdown: string): void {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (file) appendFileSync(file, `${markdown}\n`);
}

/** Shorter ones would blank out ordinary words of the log. */
const SHORTEST_MASK = 6;

/**
 * Every form of a secret that a log may show: as it is, each of its lines, in a URL, in JSON, in base64. GitHub masks only the
 * value it was given. `pairs` are written as user:password, too, as HTTP's basic authentication sends them.
 */
export function formsOf(secrets: readonly string[], pairs: readonly (readonly [string, string])[] = []): string[] {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const forms = secrets.flatMap((secret) => [
    ...secret.split(/\r?\n/),
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    base64(secret),
    Buffer.from(secret).toString('base64url'),
  ]);
  const basic = pairs.map(([user, password]) => base64(`${user}:${password}`));
  return [...new Set([...forms, ...basic])].filter((form) => form.length >= SHORTEST_MASK);
}

export function addMasks(forms: readonly string[]): void {
  // Only a runner hides the line itself; elsewhere it would print the secret.
  if (process.env['GITHUB_ACTIONS'] === 'true') for (const form of forms) console.log(`::add-mask::${message(form)}`);
}
