// Removes secrets from any bytes: text, zip, gzip, base64 of one of them, nested in any way. An archive that cannot be
// opened (truncated, encrypted, a zip bomb) throws: its file must not be published.
import zlib from 'node:zlib';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { isGzip, isWorthOpening, isZip, isZlib, isZstd } from './packed-marks.ts';
import { findersOf, type Finder } from './secret-pattern.ts';
import { SHAPES } from './secret-shapes.ts';
import { skeletonOf } from './secret-skeleton.ts';

export const REDACTED = '[redacted]';
export type Clean = { bytes: Buffer; hits: number };

/** Nesting limit: a trace in a report's zip in an attachment has three levels. */
const DEEPEST = 6;
/** The earliest date in a zip, so that equal content gives equal zips. */
const ZIP_DAY = new Date(1980, 0, 2);
/** Compression level: twice as fast as the default for 10 % more bytes. A report is usually read once. */
const LEVEL = 3;
/** Limit for the content of one archive, bytes. A trace has a tenth of it. A site can serve a zip bomb, and a trace stores it. */
const MOST_UNPACKED = 268_435_456;

/** The bytes without secrets and texts in a secret's format, and the number of hits. The same buffer if there are none. */
export const redactBytes = (bytes: Buffer, secrets: readonly string[]): Clean =>
  redacted(bytes, { finders: findersOf(secrets), left: MOST_UNPACKED }, 0);

/** `left`: remaining limit for unpacked bytes. */
type Search = { finders: readonly Finder[]; left: number };

function redacted(bytes: Buffer, search: Search, depth: number): Clean {
  if (depth > DEEPEST) throw new Error(`archives nested more than ${String(DEEPEST)} deep`);
  if (isZip(bytes)) return redactZip(bytes, search, depth);
  if (isGzip(bytes)) return repacked(bytes, search, depth, zlib.gunzipSync, zlib.gzipSync);
  if (isZstd(bytes)) return repacked(bytes, search, depth, zlib.zstdDecompressSync, zlib.zstdCompressSync);
  if (isZlib(bytes)) {
    // Two bytes are a weak signature: if it cannot be unpacked, it is text.
    const inside = attempt(() => zlib.inflateSync(bytes, { maxOutputLength: Math.max(1, search.left) }));
    if (inside) return repacked(bytes, search, depth, () => inside, zlib.deflateSync);
  }
  return redactText(bytes, search, depth);
}

/** As redactBytes, for text that may begin like an archive. Never throws. */
export const redactTextBytes = (bytes: Buffer, secrets: readonly string[]): Clean =>
  redactText(bytes, { finders: findersOf(secrets), left: MOST_UNPACKED }, 0);

function redactText(bytes: Buffer, search: Search, depth: number): Clean {
  const plain = redactPlain(bytes, search);
  const { bytes: all, hits } = redactEmbedded(plain.bytes, search, depth);
  return { bytes: all, hits: hits + plain.hits };
}

const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

type Unpack = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;
function repacked(bytes: Buffer, search: Search, depth: number, unpack: Unpack, pack: (b: Buffer) => Buffer): Clean {
  const unpacked = unpack(bytes, { maxOutputLength: Math.max(1, search.left) });
  search.left -= unpacked.length;
  const inside = redacted(unpacked, search, depth + 1);
  // The header has a file name and a comment, and any bytes can follow.
  const hits = inside.hits + redactPlain(bytes, search).hits;
  return hits === 0 ? { bytes, hits } : { bytes: pack(inside.bytes), hits };
}

const ENCRYPTED = 1;
function redactZip(bytes: Buffer, search: Search, depth: number): Clean {
  const entries = unzipSync(bytes, {
    filter: ({ originalSize }) => {
      search.left -= originalSize;
      if (search.left < 0) throw new Error(`more than ${String(MOST_UNPACKED)} bytes after unpacking`);
      return true;
    },
  });
  if (((bytes[6] ?? 0) & ENCRYPTED) !== 0) throw new Error('an encrypted zip');
  let hits = 0;
  const files: Zippable = {};
  for (const [name, data] of Object.entries(entries)) {
    const cleanName = redactPlain(Buffer.from(name), search);
    const clean = redacted(Buffer.from(data.buffer, data.byteOffset, data.byteLength), search, depth + 1);
    hits += cleanName.hits + clean.hits;
    files[cleanName.bytes.toString()] = [clean.bytes, { mtime: ZIP_DAY }];
  }
  // Comments and extra fields between the entries can contain secrets; a newly written zip has none.
  if (hits === 0) hits += redactPlain(bytes, search).hits;
  return hits === 0 ? { bytes, hits } : { bytes: Buffer.from(zipSync(files, { level: LEVEL })), hits };
}

/** The bytes as Latin-1 text, which preserves every byte, so that pictures and fonts are not changed. */
function redactPlain(bytes: Buffer, { finders }: Search): Clean {
  let hits = 0;
  let text: string | undefined;
  const replaced = (all: string, pattern: RegExp): string =>
    all.replace(pattern, () => {
      hits += 1;
      return REDACTED;
    });
  let skeletons: Buffer[] | undefined;
  for (const { pattern, literals, skeletons: wanted } of finders) {
    const isNear =
      wanted.length === 0 ||
      literals.some((one) => bytes.includes(one)) ||
      (skeletons ??= skeletonsOf(bytes)).some((all) => wanted.some((one) => all.includes(one)));
    if (isNear) text = replaced(text ?? bytes.toString('latin1'), pattern);
  }
  const found = hits;
  const all = text ?? bytes.toString('latin1');
  const clean = SHAPES.reduce(
    (left, pattern) =>
      left.replace(pattern, (whole, head: string, value: string) => {
        if (value === REDACTED) return whole;
        hits += 1;
        return head + REDACTED;
      }),
    all,
  );
  if (hits === 0) return { bytes, hits };
  return { bytes: Buffer.from(hits > found ? clean : all, 'latin1'), hits };
}

/** In text longer than this, quoted-printable is decoded only if it is declared: otherwise `a=41` is plain text. */
const LONG = 1_000_000;
const mayBeQuotedPrintable = (bytes: Buffer): boolean =>
  bytes.length < LONG || bytes.includes('quoted-printable') || bytes.includes('=\r\n');
const skeletonsOf = (bytes: Buffer): Buffer[] =>
  [false, true].filter((one) => !one || mayBeQuotedPrintable(bytes)).map((one) => skeletonOf(bytes, one));

/** Minimum length to decode; a secret in a shorter one is found in one of base64's three forms. */
const SHORTEST_RUN = 32;
const HEAD = 48;
const IS_BASE64 = Uint8Array.from({ length: 256 }, (_, b) => (/[A-Za-z0-9+/_-]/.test(String.fromCharCode(b)) ? 1 : 0));
/** Base64 content is decoded, redacted and encoded again. Read byte by byte: a regular expression would restart at each letter of a long word. */
function redactEmbedded(bytes: Buffer, search: Search, depth: number): Clean {
  if (depth >= DEEPEST) return { bytes, hits: 0 };
  let hits = 0;
  let copied = 0;
  const parts: Buffer[] = [];
  for (let i = 0; i < bytes.length; i += 1) {
    const from = i;
    while (IS_BASE64[bytes[i] ?? 0] === 1) i += 1;
    if (i - from < SHORTEST_RUN) continue;
    const run = bytes.toString('latin1', from, i);
    const clean = redactRun(run, search, depth);
    if (clean === undefined) continue;
    hits += clean.hits;
    parts.push(bytes.subarray(copied, from), Buffer.from(clean.text));
    copied = i;
  }
  return hits === 0 ? { bytes, hits } : { bytes: Buffer.concat([...parts, bytes.subarray(copied)]), hits };
}

/** A run of base64 characters. Up to three at its beginning can belong to other text. Undefined if it contains no secret. */
function redactRun(run: string, search: Search, depth: number): { text: string; hits: number } | undefined {
  for (let offset = 0; offset < 4; offset += 1) {
    const base64 = run.slice(offset);
    if (!isWorthOpening(Buffer.from(base64.slice(0, HEAD), 'base64'))) continue;
    // Text that only begins like an archive cannot be opened and stays unchanged.
    const inside = attempt(() => redacted(Buffer.from(base64, 'base64'), search, depth + 1));
    if (inside === undefined || inside.hits === 0) continue;
    const isUrl = /[-_]/.test(base64) && !/[+/]/.test(base64);
    return { text: run.slice(0, offset) + inside.bytes.toString(isUrl ? 'base64url' : 'base64'), hits: inside.hits };
  }
  return undefined;
}
