// The types of values of flags and environment variables, each with its error message.
import { z } from 'zod';

/** `800ms`, `270s`, `5m` -> milliseconds, more than 0. */
export const duration = z
  .string()
  .regex(/^\d+(ms|s|m)$/, 'expected a time such as 270s, 5m or 800ms')
  .transform((text) => Number.parseInt(text, 10) * (text.endsWith('ms') ? 1 : text.endsWith('m') ? 60_000 : 1_000))
  .refine((ms) => ms > 0, 'expected a time above 0');

/** An http(s) address without a user name or password. */
export const httpUrl = z
  .string()
  .trim()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'expected an http(s) address such as https://example.test',
  )
  .refine(
    (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''),
    'expected an address without a user name or password',
  )
  .transform((text) => new URL(text));

/** The site's address. Every check has its own paths, so a path given here would be ignored. */
export const siteUrl = httpUrl.superRefine((url, context) => {
  const extra = [
    url.pathname !== '/' && `the path ${url.pathname}`,
    url.search !== '' && 'a query',
    url.hash !== '' && 'a fragment',
  ].filter((part) => part !== false);
  if (extra.length > 0)
    context.addIssue({
      code: 'custom',
      message: `expected the address of the site without ${extra.join(' and ')}; did you mean ${url.origin}?`,
    });
});

export const whole = (least: number, most: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d+$/, 'expected a whole number')
    .transform(Number)
    .refine((n) => n >= least && n <= most, `expected a number from ${least} to ${most}`);

/** `2/4` -> part 2 of 4; the first part is 1. */
export const share = z
  .string()
  .regex(/^[1-9]\d{0,2}\/[1-9]\d{0,2}$/, 'expected a part such as 2/4')
  .transform((text) => {
    const [part = 1, of = 1] = text.split('/').map(Number);
    return { part, of };
  })
  .refine(({ part, of }) => part <= of, 'expected a part that is not above the number of parts');

/** `a,b` -> ['a', 'b'], at least one. */
export const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine((parts) => parts.length > 0, 'expected one or more names, separated by commas');

/** One or two addresses, separated by a comma. */
export const httpUrls = z.string().transform((text, context): URL[] => {
  const parts = text.split(',').map((part) => httpUrl.safeParse(part));
  const wrong = parts.find((part) => !part.success);
  if (wrong?.error) context.addIssue({ code: 'custom', message: wrong.error.issues[0]?.message ?? 'not an address' });
  if (parts.length > 2) context.addIssue({ code: 'custom', message: 'expected at most two addresses' });
  return parts.flatMap((part) => (part.success ? [part.data] : []));
});

/** A flag without a value. */
export const flag = z.boolean();

export const text = z.string().trim().min(1, 'expected a value');
export const oneOf = <const T extends readonly [string, ...string[]]>(words: T): z.ZodType<T[number], string> =>
  z.enum(words, { error: `expected ${words.join(', ')}` }) as unknown as z.ZodType<T[number], string>;

/** The values of a type made by oneOf; none for the others. */
export const wordsOf = (type: z.ZodType): readonly string[] =>
  type instanceof z.ZodEnum ? type.options.map(String) : [];
