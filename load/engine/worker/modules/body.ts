// What a request sends: text, bytes, a form, or a multipart form where it holds a file (`http.file`).
import { crypto } from '../builtin.ts';

/** k6's FileData. */
export class FileData {
  readonly data: string | ArrayBuffer;
  readonly filename: string;
  readonly content_type: string;
  constructor(data: string | ArrayBuffer, filename?: string, contentType?: string) {
    this.data = data;
    this.filename = filename ?? String(Date.now());
    this.content_type = contentType ?? 'application/octet-stream';
  }
}

const quoted = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll(/\r|\n/g, ' ');

function multipart(fields: readonly (readonly [string, unknown])[], boundary: string): Uint8Array {
  const parts = fields.flatMap(([name, value]) => {
    const file = value instanceof FileData ? value : undefined;
    const disposition = `Content-Disposition: form-data; name="${quoted(name)}"`;
    const head = file
      ? `${disposition}; filename="${quoted(file.filename)}"\r\nContent-Type: ${file.content_type}`
      : disposition;
    const content = file ? file.data : String(value);
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    return [Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), bytes, Buffer.from('\r\n')];
  });
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}

/** Sets `content-type` in `headers` where the body's kind decides it and the script did not. */
export function encodeBody(body: unknown, headers: Record<string, string>): string | Uint8Array | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body !== 'object') return String(body as number);
  const fields = Object.entries(body).flatMap(([key, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((v) => [key, v] as const),
  );
  if (fields.some(([, value]) => value instanceof FileData)) {
    const boundary = crypto().randomUUID();
    headers['content-type'] = `multipart/form-data; boundary=${boundary}`;
    return multipart(fields, boundary);
  }
  headers['content-type'] ??= 'application/x-www-form-urlencoded';
  return new URLSearchParams(fields.map(([key, value]): [string, string] => [key, String(value)])).toString();
}
