// One pattern that finds a secret in every encoding of its characters: plain, URL (also double), JSON (also nested),
// HTML, quoted-printable, escapes of shells and languages, UTF-16, base64, hex, with colour codes or line breaks in between.
// It runs on text read as Latin-1, so it works on any bytes. Every repetition in it is bounded.
import { SHORTEST_SECRET } from './secrets.ts';
import { skeletonOf } from './secret-skeleton.ts';

const byte = (value: number): string => `\\x${value.toString(16).padStart(2, '0')}`;
const anyCase = (hex: string): string =>
  hex.replaceAll(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);
const hexOf = (value: number, digits: number): string => anyCase(value.toString(16).padStart(digits, '0'));

/** One or more backslashes: nested JSON doubles them at each level; in an address they are encoded. */
const BACKSLASH = '(?:\\\\|%(?:25){0,4}5[cC])';
const BACKSLASHES = `${BACKSLASH}{1,16}`;
const ESCAPE = `(?:\\x1b|${BACKSLASHES}(?:u001[bB]|x1[bB]|e|033)|%1[bB])`;
/** Text between two characters: a colour code, a line break with indentation, zero bytes of UTF-16 and UTF-32. */
const BETWEEN = `(?:${ESCAPE}\\[[0-9;?]{0,20}[a-zA-Z]|=\\r?\\n|\\r?\\n[ \\t]{0,16}|\\x00{1,3}){0,4}`;

const NAMED: Readonly<Record<string, string>> = {
  '"': 'quot', "'": 'apos', '<': 'lt', '>': 'gt', '&': 'amp', '/': 'sol', '+': 'plus', '=': 'equals', '@': 'commat', ':': 'colon',
  '!': 'excl', '#': 'num', '$': 'dollar', '%': 'percnt', '?': 'quest', '*': 'ast', '(': 'lpar', ')': 'rpar', ',': 'comma', '.': 'period',
  ';': 'semi', '\\': 'bsol', '_': 'lowbar', '`': 'grave', '{': 'lcub', '}': 'rcub', '|': 'vert', '[': 'lsqb', ']': 'rsqb', '^': 'Hat',
}; // prettier-ignore

/** One byte: plain, URL-encoded, quoted-printable, or a one-byte escape. */
const byteForms = (value: number): string =>
  `(?:${byte(value)}|%(?:25){0,4}${hexOf(value, 2)}|=${hexOf(value, 2)}|${BACKSLASHES}(?:x${hexOf(value, 2)}|0?${value.toString(8).padStart(3, '0')}))`;

const unitEscape = (unit: number): string => `${BACKSLASHES}u${hexOf(unit, 4)}`;

/** All encodings of one character. */
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
  // A quote inside quotes in a shell, CSV and YAML.
  if (character === "'") forms.unshift(`'${BACKSLASHES}''`, "''");
  if (character === '"') forms.unshift('""');
  if (character === ' ') forms.push('\\+', '\\s{1,40}', '&(?:amp;){0,4}nbsp;');
  // JSON, Markdown and shells escape a character with a backslash.
  return code < 0x80 && /[^0-9A-Za-z]/.test(character)
    ? `${BACKSLASH}{0,16}(?:${forms.join('|')})`
    : `(?:${forms.join('|')})`;
}

/** In a longer base64 text a secret has one of three offsets; its first and last characters are then mixed with their neighbours. */
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
  // Lines of 76 characters, plain or in JSON.
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

/** The regular expression source for one secret. Throws a RangeError if it is too short to redact. */
function sourceOf(secret: string): string {
  if (secret.length < SHORTEST_SECRET)
    throw new RangeError(`a secret shorter than ${String(SHORTEST_SECRET)} characters cannot be redacted`);
  const bytes = Buffer.from(secret);
  const plain = [...secret].map(characterForms).join(BETWEEN);
  const wide = Buffer.from(secret, 'utf16le');
  return [plain, ...base64Forms(bytes), ...base64Forms(wide), ...hexForm(bytes), ...hexForm(wide)].join('|');
}

/** The finder of one secret. */
export type Finder = {
  pattern: RegExp;
  /** Bytes of the secret in plain UTF-8 or UTF-16. */
  literals: readonly Buffer[];
  /** The skeleton (secret-skeleton.ts) of every text with the secret in any encoding contains one of these; empty: always search. */
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

/** The finders of several secrets, longest first: a secret that contains another must be removed as a whole. */
export const findersOf = (secrets: readonly string[]): Finder[] =>
  [...new Set(secrets)]
    .sort((a, b) => b.length - a.length)
    .map((secret) => {
      const known = made.get(secret) ?? finderOf(secret);
      made.set(secret, known);
      return known;
    });
