// The skeleton of a text: only its letters and digits, with the escapes of URLs, JSON, HTML and terminals decoded. A secret has the same
// skeleton in every encoding. If a text's skeleton does not contain it, the full search, which takes 30 times as long, is not needed.

const isAlnum = (b: number): boolean => (b >= 48 && b <= 57) || (b >= 65 && b <= 90) || (b >= 97 && b <= 122);
/** By byte: 1 for a letter or digit, 2 for the beginning of an escape. */
const KIND = Uint8Array.from({ length: 256 }, (_, b) =>
  isAlnum(b) ? 1 : [0x1b, 0x25, 0x26, 0x3d, 0x5c].includes(b) ? 2 : 0,
);
const hexValue = (b: number | undefined): number => {
  if (b === undefined) return -1;
  if (b >= 48 && b <= 57) return b - 48;
  if (b >= 65 && b <= 70) return b - 55;
  return b >= 97 && b <= 102 ? b - 87 : -1;
};
const [ESC, PERCENT, AMPERSAND, EQUALS, BACKSLASH, BRACKET] = [0x1b, 0x25, 0x26, 0x3d, 0x5c, 0x5b] as const;
const MOST_BACKSLASHES = 16;

type Read = { value: number; to: number };
/** Up to `most` hex digits from `at`; undefined if there are fewer than `least`. */
function hex(bytes: Buffer, at: number, least: number, most: number): Read | undefined {
  let value = 0;
  let to = at;
  while (to < at + most && hexValue(bytes[to]) >= 0) value = value * 16 + hexValue(bytes[to++]);
  return to - at < least ? undefined : { value, to };
}

/** After `%`: two hex digits, and `25` for each further encoding. */
function percent(bytes: Buffer, at: number): Read | undefined {
  let from = at;
  while (from < at + 8 && bytes[from] === 50 && bytes[from + 1] === 53) from += 2;
  // `%2525` can be the percent sign itself, encoded twice.
  for (; from >= at; from -= 2) {
    const read = hex(bytes, from, 2, 2);
    if (read) return read;
  }
  return undefined;
}

/** After one or more backslashes: `u00e9`, `u{e9}`, `xe9`, `351`, `n`. Any other escaped character is the character itself. */
function escape(bytes: Buffer, at: number): Read {
  let to = at;
  while (to < at + MOST_BACKSLASHES && bytes[to] === BACKSLASH) to += 1;
  const letter = bytes[to];
  if (letter === 0x75) {
    const braced = bytes[to + 1] === 0x7b ? hex(bytes, to + 2, 1, 6) : undefined;
    if (braced) return { value: braced.value, to: bytes[braced.to] === 0x7d ? braced.to + 1 : braced.to };
    return hex(bytes, to + 1, 4, 4) ?? { value: 0, to };
  }
  if (letter === 0x78) return hex(bytes, to + 1, 2, 2) ?? { value: 0, to };
  if (letter === 0x65) return { value: ESC, to: to + 1 };
  if (letter !== undefined && letter >= 48 && letter <= 51) {
    const digits = /^[0-3][0-7]{2}/.exec(bytes.toString('latin1', to, to + 3))?.[0];
    if (digits !== undefined) return { value: parseInt(digits, 8), to: to + 3 };
  }
  // n, r, t, b, f: white space.
  return { value: 0, to: letter !== undefined && 'nrtbf'.includes(String.fromCharCode(letter)) ? to + 1 : to };
}

/** After `&`: an entity; a named one is never a letter. */
function entity(bytes: Buffer, at: number): Read | undefined {
  if (bytes[at] !== 0x23 && KIND[bytes[at] ?? 0] !== 1) return undefined;
  const text = bytes.toString('latin1', at, at + 32);
  const amps = /^(?:amp;){0,4}/.exec(text)?.[0].length ?? 0;
  const found = /^(?:#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,8}));?|[a-zA-Z]{2,10};)/.exec(text.slice(amps));
  if (!found) return amps > 0 ? { value: AMPERSAND, to: at + amps } : undefined;
  const value = found[1] === undefined ? Number(found[2] ?? 0) : parseInt(found[1], 16);
  return { value, to: at + amps + found[0].length };
}

/** After ESC: a colour code. */
function afterColour(bytes: Buffer, at: number): number {
  if (bytes[at] !== BRACKET) return at;
  let to = at + 1;
  while (to < at + 24 && ((bytes[to] ?? 0) === 0x3b || (bytes[to] ?? 0) === 0x3f || isDigit(bytes[to]))) to += 1;
  return to + 1;
}
const isDigit = (b: number | undefined): boolean => b !== undefined && b >= 48 && b <= 57;

/** `quotedPrintable`: also decodes `=3D`. Optional, because `a=41` is usually plain text. */
export function skeletonOf(bytes: Buffer, quotedPrintable: boolean): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length;) {
    const b = bytes[i] as number;
    i += 1;
    const kind = KIND[b];
    if (kind === 1) out[length++] = b;
    if (kind !== 2) continue;
    let read: Read | undefined;
    if (b === BACKSLASH) read = escape(bytes, i);
    else if (b === PERCENT) read = percent(bytes, i);
    else if (b === AMPERSAND) read = entity(bytes, i);
    else if (b === EQUALS && quotedPrintable) read = hex(bytes, i, 2, 2);
    else if (b === ESC) read = { value: ESC, to: i };
    if (read === undefined) continue;
    i = read.to;
    if (read.value === ESC) i = afterColour(bytes, i);
    else if (isAlnum(read.value)) out[length++] = read.value;
  }
  return out.subarray(0, length);
}
