// Bodies on their way out (text, bytes, forms) and in (decompressed).
import { isAnyArrayBuffer } from 'node:util/types';
import zlib from 'node:zlib';

export function bytesOf(value: unknown): Uint8Array | undefined {
  if (isAnyArrayBuffer(value)) return new Uint8Array(value);
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
}

/** As Go prints a value of a form. */
function printed(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? '' : String(value as string | number);
}
const escaped = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll('%20', '+'); // prettier-ignore

/** The bytes or text to send; sets Content-Type where the body's kind decides it. Undefined for what k6 cannot send. */
export function encodeBody(body: unknown, headers: Map<string, string>): string | Uint8Array | null | undefined {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  const bytes = bytesOf(body);
  if (bytes) return bytes;
  if (typeof body !== 'object' || Array.isArray(body)) return undefined;
  const entries = Object.entries(body);
  headers.set('Content-Type', 'application/x-www-form-urlencoded');
  const fields = entries.flatMap(([name, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) => [name, one] as const)); // prettier-ignore
  return fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([name, value]) => `${escaped(name)}=${escaped(printed(value))}`).join('&'); // prettier-ignore
}

const CODECS: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  gzip: zlib.gunzipSync,
  deflate: zlib.inflateSync,
  br: zlib.brotliDecompressSync,
  zstd: zlib.zstdDecompressSync,
};

/** The codings were applied in that order. @throws where one is unknown or the bytes are not of it. */
export function decompress(body: Uint8Array, codings: string): Uint8Array {
  return codings.split(',').reduceRight((bytes, name) => {
    const codec = CODECS[name.trim().toLowerCase()];
    if (!codec) throw new Error(`unsupported compression type: ${name.trim()}`);
    return codec(bytes);
  }, body);
}
