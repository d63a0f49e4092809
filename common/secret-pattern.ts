// One pattern that finds a secret however programs write its characters down: each of them as it is, in a URL (also twice), JSON (also
// in JSON), HTML, quoted-printable, a shell's or a language's escapes, UTF-16, base64, hex, and with colours or line breaks in between.
// Made for texts read as Latin-1, so that it works on any bytes. Bounded: no repetition in it is open-ended.
import { SHORTEST_SECRET } from './secrets.ts';
import { skeletonOf } from './secret-skeleton.ts';

const byte = (value: number): string => `\\x${value.toString(16).padStart(2, '0')}`;
const anyCase = (hex: string): string =>
  hex.replaceAll(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);
const hexOf = (value: number, digits: number): string => anyCase(value.toString(16).padStart(digits, '0'));

/** A backslash, or several: JSON in JSON doubles them at each level; in an address they are encoded. */
const BACKSLASH = '(?:\\\\|%(?:25){0,4}5[cC])';
const BACKSLASHES = `${BACKSLASH}{1,16}`;
const ESCAPE = `(?:\\x1b|${BACKSLASHES}(?:u001[bB]|x1[bB]|e|033)|%1[bB])`;
/** What may stand between two characters: a colour, a broken line with its indentation, UTF-16's and UTF-32's zero bytes. */
const BETWEEN = `(?:${ESCAPE}\\[[0-9;?]{0,20}[a-zA-Z]|=\\r?\\n|\\r?\\n[ \\t]{0,16}|\\x00{1,3}){0,4}`;

const NAMED: Readonly<Record<string, string>> = {
  '"': 'quot', "'": 'apos', '<': 'lt', '>': 'gt', '&': 'amp', '/': 'sol', '+': 'plus', '=': 'equals', '@': 'commat', ':': 'colon',
  '!': 'excl', '#': 'num', '$': 'dollar', '%': 'percnt', '?': 'quest', '*': 'ast', '(': 'lpar', ')': 'rpar', ',': 'comma', '.': 'period',
  ';': 'semi', '\\': 'bsol', '_': 'lowbar', '`': 'grave', '{': 'lcub', '}': 'rcub', '|': 'vert', '[': 'lsqb', ']': 'rsqb', '^': 'Hat',
}; // prettier-ignore

/** One byte as itself, in a URL, in quoted-printable, in an escape of one byte. */
const byteForms = (value: number): string =>
  `(?:${byte(value)}|%(?:25){0,4}${hexOf(value, 2)}|=${hexOf(value, 2)}|${BACKSLASHES}(?:x${hexOf(value, 2)}|0?${value.toString(8).padStart(3, '0')}))`;

const unitEscape = (unit: number): string => `${BACKSLASHES}u${hexOf(unit, 4)}`;

/** All that one character may look like. */
function characterForms(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const utf8 = [...Buffer.from(character)];
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  const utf16 = [...Buffer.from(character, 'utf16le')];
  const swapped = units.flatMap((unit) => [unit >> 8, unit & 0xff]);
  const forms = [
    utf8.map(byteForms).join(''),
    units.map(unitEscape).join(''),
    `${BACKSLASHES}u\\{0{0,5}${hexOf(code, 1)}\\}`,
    `&(?:amp;){0,4}#(?:0{0,5}${code}|[xX]0{0,5}${hexOf(code, 1)});?`,
  ];
  if (code > 0x7f) {
    forms.push(utf16.map(byte).join(''), swapped.map(byte).join(''));
    if (code <= 0xff) forms.push(byteForms(code));
  }
  const name = NAMED[character];
  if (name !== undefined) forms.push(`&(?:amp;){0,4}${name};`);
  if (character === '&') forms.push('&(?:amp;){1,4}');
  if (character === '\\') forms.push(BACKSLASHES);
  // As a shell, CSV and YAML write a quote inside quotes.
  if (character === "'") forms.unshift(`'${BACKSLASHES}''`, "''");
  if (character === '"') forms.unshift('""');
  if (character === ' ') forms.push('\\+', '\\s{1,40}', '&(?:amp;){0,4}nbsp;');
  // JSON, Markdown and shells put a backslash before a sign.
  return code < 0x80 && /[^0-9A-Za-z]/.test(character)
    ? `${BACKSLASH}{0,16}(?:${forms.join('|')})`
    : `(?:${forms.join('|')})`;
}

/** Inside a longer base64 text a secret stands at one of three offsets; its outer characters then mix with the neighbours. */
const cores = (bytes: Buffer): string[] =>
  [0, 1, 2]
    .map((offset) => {
      const text = Buffer.concat([Buffer.alloc(offset), bytes])
        .toString('base64')
        .replaceAll('=', '');
      return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    })
    .filter((text) => text.length >= 8);

function base64Forms(bytes: Buffer): string[] {
  // Lines of 76 characters, as they are or in JSON.
  const breaks = `(?:\\r?\\n[ \\t]{0,8}|(?:${BACKSLASHES}[rn]){1,2}|=\\r?\\n|%(?:25){0,4}0[aAdD]){0,2}`;
  const sign = (one: string): string =>
    one === '+'
      ? `(?:[-+]|%(?:25){0,4}2[bB]|${BACKSLASHES}u002[bB]|&#(?:43|[xX]2[bB]);)`
      : one === '/'
        ? `(?:[/_]|${BACKSLASHES}/|%(?:25){0,4}2[fF]|${BACKSLASHES}u002[fF]|&#(?:47|[xX]2[fF]);)`
        : one;
  return cores(bytes).map((text) => [...text].map(sign).join(breaks));
}

function hexForm(bytes: Buffer): string[] {
  if (bytes.length < 6) return [];
  return [[...bytes].map((value) => hexOf(value, 2)).join('(?:[ :,-]{1,2}(?:0x)?)?')];
}

/** Of one secret, as the source of a regular expression. Throws a RangeError on one that is too short to be taken out. */
function sourceOf(secret: string): string {
  if (secret.length < SHORTEST_SECRET)
    throw new RangeError(`a secret shorter than ${String(SHORTEST_SECRET)} characters cannot be redacted`);
  const bytes = Buffer.from(secret);
  const plain = [...secret].map(characterForms).join(BETWEEN);
  const wide = Buffer.from(secret, 'utf16le');
  return [plain, ...base64Forms(bytes), ...base64Forms(wide), ...hexForm(bytes), ...hexForm(wide)].join('|');
}

/** What finds one secret. */
export type Finder = {
  pattern: RegExp;
  /** Bytes that stand in a text which holds the secret as it is, in UTF-8 or UTF-16. */
  literals: readonly Buffer[];
  /** One of these stands in the skeleton (secret-skeleton.ts) of every text that holds the secret in any form; none: always look. */
  skeletons: readonly Buffer[];
};

const SHORTEST_SKELETON = 4;

function finderOf(secret: string): Finder {
  const bytes = Buffer.from(secret);
  const wide = Buffer.from(secret, 'utf16le');
  const hex = [bytes, wide].map((one) => one.toString('hex'));
  const plain = skeletonOf(bytes, false);
  const others = [...cores(bytes), ...cores(wide), ...hex, ...hex.map((one) => one.toUpperCase())];
  return {
    pattern: new RegExp(sourceOf(secret), 'g'),
    literals: [bytes, wide, Buffer.from(wide).swap16()],
    skeletons:
      plain.length < SHORTEST_SKELETON
        ? []
        : [plain, ...others.map((one) => skeletonOf(Buffer.from(one), false))].filter(
            (one) => one.length >= SHORTEST_SKELETON,
          ),
  };
}

const made = new Map<string, Finder>();

/** The finders of several secrets, the longest first: one that holds another must go as a whole. */
export const findersOf = (secrets: readonly string[]): Finder[] =>
  [...new Set(secrets)]
    .sort((a, b) => b.length - a.length)
    .map((secret) => {
      const known = made.get(secret) ?? finderOf(secret);
      made.set(secret, known);
      return known;
    });
