// What undici and Node call things, as k6 calls them: error codes, timings, bodies.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { HopRequest, Timings } from './protocol.ts';

/** k6's error codes (documentation, "Error codes") for what undici and Node call otherwise. */
export const NETWORK_CODES: Readonly<Record<string, number>> = {
  ENOTFOUND: 1101,
  EAI_AGAIN: 1100,
  EPIPE: 1201,
  ECONNREFUSED: 1212,
  ECONNRESET: 1220,
  UND_ERR_SOCKET: 1220,
  UND_ERR_CONNECT_TIMEOUT: 1211,
  CERT_HAS_EXPIRED: 1300,
  DEPTH_ZERO_SELF_SIGNED_CERT: 1310,
  SELF_SIGNED_CERT_IN_CHAIN: 1310,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 1310,
  ERR_TLS_CERT_ALTNAME_INVALID: 1311,
};
export const TIMEOUT_CODE = 1050;

export const NO_TIMINGS: Timings = {
  blocked: 0,
  connecting: 0,
  tls_handshaking: 0,
  sending: 0,
  waiting: 0,
  receiving: 0,
  duration: 0,
};

function decode(bytes: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(bytes);
  if (encoding === 'deflate') return inflateSync(bytes);
  return encoding === 'br' ? brotliDecompressSync(bytes) : bytes;
}

/** The body as the request asked for it. @throws when it cannot be decompressed. */
export function bodyOf(
  chunks: Buffer[],
  request: HopRequest,
  encoding: string | undefined,
): string | ArrayBuffer | null {
  if (request.responseType === 'none') return null;
  const bytes = decode(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), encoding);
  return request.responseType === 'binary' ? new Uint8Array(bytes).buffer : bytes.toString('utf8');
}
