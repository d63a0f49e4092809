// Bodies on their way out and in: forms and files, compression both ways.
import { randomUUID } from 'node:crypto';
import { isAnyArrayBuffer } from 'node:util/types';
import zlib from 'node:zlib';

/** k6's FileData. */
export class FileData {
  readonly data: unknown;
  readonly filename: string;
  readonly content_type: string;
  constructor(data: unknown, filename?: string, contentType?: string) {
    this.data = data;
    this.filename = filename ?? `${Date.now()}`;
    this.content_type = contentType ?? 'application/octet-stream';
  }
}

export function bytesOf(value: unknown): Uint8Array | undefined {
  if (isAnyArrayBuffer(value)) return new Uint8Array(value);
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
}

/** As Go prints a value of a form. */
function printed(value: unknown): string {
  if (value instanceof FileData) return `&{${String(value.data)} ${value.filename} ${value.content_type}}`;
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? '' : String(value as string | number);
}
const escaped = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll('%20', '+'); // prettier-ignore
const quoted = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');

/** The bytes or text to send; sets Content-Type where the body's kind decides it. Undefined for what k6 cannot send. */
export function encodeBody(body: unknown, headers: Map<string, string>): string | Uint8Array | null | undefined {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  const bytes = bytesOf(body);
  if (bytes) return bytes;
  if (typeof body !== 'object' || Array.isArray(body)) return undefined;
  const entries = Object.entries(body);
  if (entries.some(([, value]) => value instanceof FileData)) {
    const boundary = randomUUID().replaceAll('-', '');
    headers.set('Content-Type', `multipart/form-data; boundary=${boundary}`);
    const parts = entries.flatMap(([name, value]) => {
      const file = value instanceof FileData ? value : undefined;
      const about = file ? `; filename="${quoted(file.filename)}"\r\nContent-Type: ${file.content_type}` : '';
      const content = file ? (bytesOf(file.data) ?? Buffer.from(String(file.data))) : Buffer.from(printed(value));
      return [Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${about}\r\n\r\n`), content, Buffer.from('\r\n')]; // prettier-ignore
    });
    return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  }
  headers.set('Content-Type', 'application/x-www-form-urlencoded');
  const fields = entries.flatMap(([name, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) => [name, one] as const)); // prettier-ignore
  return fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([name, value]) => `${escaped(name)}=${escaped(printed(value))}`).join('&'); // prettier-ignore
}

type Codec = (bytes: Uint8Array) => Buffer;
const CODECS: Readonly<Record<string, { on: Codec; off: Codec }>> = {
  gzip: { on: zlib.gzipSync, off: zlib.gunzipSync },
  deflate: { on: zlib.deflateSync, off: zlib.inflateSync },
  br: { on: zlib.brotliCompressSync, off: zlib.brotliDecompressSync },
  zstd: { on: zlib.zstdCompressSync, off: zlib.zstdDecompressSync },
};

/** Undefined for a coding that k6 has not. */
export function compress(body: Uint8Array, codings: string): Uint8Array | undefined {
  return codings
    .split(',')
    .reduce<Uint8Array | undefined>((bytes, name) => bytes && CODECS[name.trim()]?.on(bytes), body);
}

/** The codings were applied in that order. @throws where one is unknown or the bytes are not of it. */
export function decompress(body: Uint8Array, codings: string): Uint8Array {
  return codings.split(',').reduceRight((bytes, name) => {
    const codec = CODECS[name.trim().toLowerCase()];
    if (!codec) throw new Error(`unsupported compression type: ${name.trim()}`);
    return codec.off(bytes);
  }, body);
}
