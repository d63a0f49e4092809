// Searches bytes for a secret by another way than the suite's redaction does: it undoes every encoding and packing that it knows, again and
// again, and looks for the secret itself in each of the views. Slow, and an independent witness.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import zlib from 'node:zlib';
import { unzipSync } from 'fflate';

const DEEPEST = 5;
const MOST_VIEWS = 600;
/** Beyond this the text of a file is undone once or twice only: a report of 700 kB would have a view of each of its scripts. */
const LARGE = 100_000;
const MOST_BYTES = { maxOutputLength: 200_000_000 };

type View = { bytes: Buffer; how: string; depth: number };

const number = (digits: string, base: number): string => {
  const code = parseInt(digits, base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
};
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
/** Characters above 255 as the UTF-8 that they stand for. */
const bytesOf = (text: string): Buffer => (/[^\u0000-\u00ff]/.test(text) ? Buffer.from(text) : latin1(text));

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&', nbsp: ' ' };
const SIGNS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', e: '\u001b' };

/** Each undoes one way of writing; the same text where there is nothing to undo. Texts are Latin-1: a byte each. */
const UNDO: Readonly<Record<string, (text: string) => string>> = {
  URL: (text) => text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => number(hex, 16)),
  form: (text) => text.replaceAll('+', ' '),
  escapes: (text) =>
    text.replaceAll(
      /((?:\\u[0-9a-f]{4})+)|\\u\{([0-9a-f]{1,6})\}|\\x([0-9a-f]{2})|\\([0-3][0-7]{2})|\\([^ux])/gi,
      (_, run?: string, point?: string, hex?: string, octal?: string, sign = '') =>
        run !== undefined
          ? utf8(run.replaceAll(/\\u(.{4})/gi, (__, four: string) => String.fromCharCode(parseInt(four, 16))))
          : point !== undefined
            ? utf8(number(point, 16))
            : hex !== undefined
              ? number(hex, 16)
              : octal !== undefined
                ? number(octal, 8)
                : (SIGNS[sign as string] ?? (sign as string)),
    ),
  HTML: (text) =>
    text
      .replaceAll(/&#x([0-9a-f]{1,6});?/gi, (_, hex: string) => utf8(number(hex, 16)))
      .replaceAll(/&#(\d{1,7});?/g, (_, digits: string) => utf8(number(digits, 10)))
      .replaceAll(/&(quot|apos|lt|gt|amp|nbsp);/g, (_, name: string) => ENTITIES[name] ?? ''),
  'quoted-printable': (text) =>
    text.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => number(hex, 16)),
  colours: (text) => stripVTControlCharacters(text),
  lines: (text) => text.replaceAll(/\s*\r?\n[ \t]*/g, ''),
  'broken lines': (text) => text.replaceAll(/\r?\n[ \t]*/g, ' '),
  'doubled quotes': (text) => text.replaceAll(/(['"])\1/g, '$1'),
  'shell quotes': (text) => text.replaceAll(`'\\''`, "'"),
  'zero bytes': (text) => text.replaceAll('\0', ''),
};
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const ANYWHERE_IN_LARGE = ['URL', 'escapes', 'HTML'];

function* packed(bytes: Buffer): Generator<[string, Buffer]> {
  const zip = bytes.indexOf('PK\u0003\u0004', 0, 'latin1');
  if (zip >= 0 && zip < 4096)
    yield* attempts(() =>
      Object.entries(unzipSync(bytes.subarray(zip))).flatMap(([name, data]): [string, Buffer][] => [
        [`zip ${name}`, Buffer.from(data)],
        ['a name in a zip', Buffer.from(name)],
      ]),
    );
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) yield* attempts(() => [['gzip', zlib.gunzipSync(bytes, MOST_BYTES)]]);
  if (bytes[0] === 0x78) yield* attempts(() => [['deflate', zlib.inflateSync(bytes, MOST_BYTES)]]);
  if (bytes[0] === 0x28 && bytes[1] === 0xb5)
    yield* attempts(() => [['zstd', zlib.zstdDecompressSync(bytes, MOST_BYTES)]]);
}
function attempts(work: () => [string, Buffer][]): [string, Buffer][] {
  try {
    return work();
  } catch {
    return [];
  }
}

function* viewsOf({ bytes }: View): Generator<[string, Buffer]> {
  yield* packed(bytes);
  const text = bytes.toString('latin1');
  const isLarge = bytes.length > LARGE;
  for (const [how, undo] of Object.entries(UNDO)) {
    if (isLarge && !ANYWHERE_IN_LARGE.includes(how)) continue;
    const undone = undo(text);
    if (undone !== text) yield [how, bytesOf(undone)];
  }
  if (bytes.includes(0)) {
    yield ['UTF-16', Buffer.from(bytes.toString('utf16le'))];
    const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
    yield ['UTF-16, big end first', Buffer.from(Buffer.from(even).swap16().toString('utf16le'))];
  }
  // Base64 in a large text is opened where it holds something packed, or a long text.
  for (const [run] of text.matchAll(isLarge ? /[A-Za-z0-9+/_-]{64,}/g : /[A-Za-z0-9+/_-]{11,}/g))
    for (const offset of isLarge ? [0] : [0, 1, 2, 3]) yield ['base64', Buffer.from(run.slice(offset), 'base64')];
  if (isLarge) return;
  for (const [run] of text.matchAll(/(?:[0-9a-f]{2}[ :,-]?){6,}/gi))
    yield ['hex', Buffer.from(run.replaceAll(/[ :,-]/g, ''), 'hex')];
}

/** How the secret is hidden in the bytes, outermost first, such as `zip a.txt, base64`; undefined where it is not there. */
export function hiddenIn(all: Buffer, secret: string): string | undefined {
  const wanted = [Buffer.from(secret), ...(/[^\u0000-\u007f]/.test(secret) ? [Buffer.from(secret, 'latin1')] : [])];
  const seen = new Set<string>();
  let open: View[] = [{ bytes: all, how: 'plain', depth: 0 }];
  while (open.length > 0) {
    const next: View[] = [];
    for (const view of open) {
      if (wanted.some((one) => view.bytes.includes(one))) return view.how;
      if (view.depth >= DEEPEST) continue;
      for (const [how, bytes] of viewsOf(view)) {
        if (bytes.length < 4 || seen.size > MOST_VIEWS) continue;
        const key = createHash('sha1').update(bytes).digest('base64');
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ bytes, how: view.depth === 0 ? how : `${view.how}, ${how}`, depth: view.depth + 1 });
      }
    }
    open = next;
  }
  return undefined;
}

/** Every file below `dir` in which the secret is hidden, and how. */
export function filesHiding(dir: string, secret: string): { files: number; hits: string[] } {
  let files = 0;
  const hits: string[] = [];
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(dir, name);
    if (!statSync(file).isFile()) continue;
    files += 1;
    const how = hiddenIn(readFileSync(file), secret);
    if (how !== undefined) hits.push(`${name}: ${how}`);
  }
  return { files, hits };
}
