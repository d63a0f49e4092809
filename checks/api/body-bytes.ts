// Decodes a body as a browser does: undoes the content codings, then finds the text encoding.
import zlib from 'node:zlib';
import { parse } from 'parse5';
import { attribute, elementsOf } from '../html/parse-page.ts';
import type { ErrorCode } from '../../reports/result.ts';

/** The codings that we accept: those of a browser. */
export const ACCEPT_ENCODING = 'gzip, deflate, br, zstd';
type Decoder = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;
/** `deflate` means zlib's format. Many servers send the raw format instead. */
const inflate: Decoder = (bytes, options) => {
  const isZlib = ((bytes[0] ?? 0) & 0x0f) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;
  return isZlib ? zlib.inflateSync(bytes, options) : zlib.inflateRawSync(bytes, options);
};
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: zlib.gunzipSync,
  'x-gzip': zlib.gunzipSync,
  deflate: inflate,
  br: zlib.brotliDecompressSync,
  zstd: zlib.zstdDecompressSync,
  identity: (bytes) => bytes,
};

/** The same limit as curl's: each layer can expand to the full cap. */
const MOST_CODINGS = 5;

export type Decoded = { bytes: Buffer; problem?: undefined } | { problem: { code: ErrorCode; message: string } };

/** Undoes the codings of a Content-Encoding header, the last one first. `cap`: bytes that may come out. */
export function decodeCodings(bytes: Buffer, header: string | undefined, cap: number): Decoded {
  const codings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  if (codings.length > MOST_CODINGS)
    return problem('content-type', `content-encoding names ${codings.length} codings, one in the other`);
  let out = bytes;
  for (const coding of codings.toReversed()) {
    const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
    if (!decoder) return problem('content-type', `content-encoding ${coding.slice(0, 40)} is none that browsers know`);
    // A 204, or the answer to a HEAD, may name a coding without a body.
    if (out.length === 0) continue;
    try {
      out = decoder(out, { maxOutputLength: cap });
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'ERR_BUFFER_TOO_LARGE') return problem('body-too-large', `the body is larger than ${cap} bytes`);
      return code === 'Z_BUF_ERROR'
        ? problem('truncated', `the ${coding} of the body breaks off`)
        : problem('content-type', `content-encoding says ${coding}, and the body is not (${code || 'corrupt'})`);
    }
  }
  return { bytes: out };
}
const problem = (code: ErrorCode, message: string): Decoded => ({ problem: { code, message } });

const BOMS: readonly (readonly [number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
/** Where a browser looks for an encoding inside a page. */
const PRESCAN_BYTES = 1_024;

/**
 * The text, without a byte order mark, and the encoding it was read with: by the mark, else the content type, else what the page
 * says of itself, else UTF-8. `encoding` is the WHATWG's name in lower case.
 */
export function textOf(bytes: Buffer, contentType: string | undefined): { text: string; encoding: string } {
  const label =
    BOMS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1] ??
    /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1] ??
    (/^text\/html\b/i.test(contentType ?? '') ? declaredIn(bytes) : undefined) ??
    'utf-8';
  const decoder = decoderOf(label);
  return { text: decoder.decode(bytes), encoding: decoder.encoding };
}

function decoderOf(label: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('utf-8');
  }
}

function declaredIn(bytes: Buffer): string | undefined {
  const head = parse(bytes.subarray(0, PRESCAN_BYTES).toString('latin1'));
  for (const element of elementsOf(head)) {
    if (element.tagName !== 'meta') continue;
    const charset =
      attribute(element, 'charset') ?? /charset\s*=\s*([^\s;"]+)/i.exec(attribute(element, 'content') ?? '')?.[1];
    // A page that could be read this far is not UTF-16, whatever it says (HTML standard, prescan).
    if (charset) return /^utf-?16/i.test(charset.trim()) ? 'utf-8' : charset.trim();
  }
  return undefined;
}
