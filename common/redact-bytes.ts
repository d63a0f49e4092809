// Takes secrets out of bytes of any kind: a text, a zip, a gzip, base64 of one of them, and one inside the other. What is packed so that
// it cannot be looked into (cut off, encrypted, a bomb) throws: its file must not be published.
import zlib from 'node:zlib';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { isGzip, isWorthOpening, isZip, isZlib, isZstd } from './packed-marks.ts';
import { findersOf, type Finder } from './secret-pattern.ts';
import { SHAPES } from './secret-shapes.ts';
import { skeletonOf } from './secret-skeleton.ts';

export const REDACTED = '[redacted]';
export type Clean = { bytes: Buffer; hits: number };

/** Packed in packed in packed: a trace in a report's zip in an attachment is three deep. */
const DEEPEST = 6;
/** The first day that a zip can name, so that the same content makes the same zip. */
const ZIP_DAY = new Date(1980, 0, 2);
/** Level of compression: the report is read once, mostly; twice as fast as the default for a tenth more bytes. */
const LEVEL = 3;
/** Bytes that one packed file may hold. A trace has a tenth of it; a site may serve a bomb, which a trace then keeps. */
const MOST_UNPACKED = 268_435_456;

/** The bytes without the secrets and without what looks like one, and how often one stood there. Same buffer when none did. */
export const redactBytes = (bytes: Buffer, secrets: readonly string[]): Clean =>
  redacted(bytes, { finders: findersOf(secrets), left: MOST_UNPACKED }, 0);

/** `left`: bytes that may still come out of what is packed. */
type Search = { finders: readonly Finder[]; left: number };

function redacted(bytes: Buffer, search: Search, depth: number): Clean {
  if (depth > DEEPEST) throw new Error(`packed more than ${String(DEEPEST)} times`);
  if (isZip(bytes)) return redactZip(bytes, search, depth);
  if (isGzip(bytes)) return repacked(bytes, search, depth, zlib.gunzipSync, zlib.gzipSync);
  if (isZstd(bytes)) return repacked(bytes, search, depth, zlib.zstdDecompressSync, zlib.zstdCompressSync);
  if (isZlib(bytes)) {
    // Two bytes are a weak sign: what does not unpack is a text.
    const inside = attempt(() => zlib.inflateSync(bytes, { maxOutputLength: Math.max(1, search.left) }));
    if (inside) return repacked(bytes, search, depth, () => inside, zlib.deflateSync);
  }
  return redactText(bytes, search, depth);
}

/** As redactBytes, of a text that may begin as something packed does, and is a text all the same. Never throws. */
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
  // Its header has a file name and a comment, and anything may follow it.
  const hits = inside.hits + redactPlain(bytes, search).hits;
  return hits === 0 ? { bytes, hits } : { bytes: pack(inside.bytes), hits };
}

const ENCRYPTED = 1;
function redactZip(bytes: Buffer, search: Search, depth: number): Clean {
  const entries = unzipSync(bytes, {
    filter: ({ originalSize }) => {
      search.left -= originalSize;
      if (search.left < 0) throw new Error(`more than ${String(MOST_UNPACKED)} bytes are packed in it`);
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
  // Comments and extra fields stand between the entries; a zip made anew has none.
  if (hits === 0) hits += redactPlain(bytes, search).hits;
  return hits === 0 ? { bytes, hits } : { bytes: Buffer.from(zipSync(files, { level: LEVEL })), hits };
}

/** The bytes as a text, in Latin-1: it keeps every byte as it is, so that pictures and fonts survive the round trip. */
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

/** A text so long that quoted-printable is looked for only where it says so: elsewhere `a=41` is just that. */
const LONG = 1_000_000;
const mayBeQuotedPrintable = (bytes: Buffer): boolean =>
  bytes.length < LONG || bytes.includes('quoted-printable') || bytes.includes('=\r\n');
const skeletonsOf = (bytes: Buffer): Buffer[] =>
  [false, true].filter((one) => !one || mayBeQuotedPrintable(bytes)).map((one) => skeletonOf(bytes, one));

/** Long enough to hold something; shorter ones with a secret in it have it in one of base64's three forms. */
const SHORTEST_RUN = 32;
const HEAD = 48;
const IS_BASE64 = Uint8Array.from({ length: 256 }, (_, b) => (/[A-Za-z0-9+/_-]/.test(String.fromCharCode(b)) ? 1 : 0));
/** What stands in base64 is opened, cleaned and closed again. Read byte by byte: a pattern would begin anew at each letter of a long word. */
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

/** A run of base64's letters, which may begin with up to three that belong to something else. Undefined where nothing was found in it. */
function redactRun(run: string, search: Search, depth: number): { text: string; hits: number } | undefined {
  for (let offset = 0; offset < 4; offset += 1) {
    const base64 = run.slice(offset);
    if (!isWorthOpening(Buffer.from(base64.slice(0, HEAD), 'base64'))) continue;
    // A text that only begins like something packed cannot be opened, and stays as it is.
    const inside = attempt(() => redacted(Buffer.from(base64, 'base64'), search, depth + 1));
    if (inside === undefined || inside.hits === 0) continue;
    const isUrl = /[-_]/.test(base64) && !/[+/]/.test(base64);
    return { text: run.slice(0, offset) + inside.bytes.toString(isUrl ? 'base64url' : 'base64'), hits: inside.hits };
  }
  return undefined;
}
