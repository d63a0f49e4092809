// Self-test before each search for secrets: a canary is planted in every encoding and archive format of a run's files,
// and must be removed. Without it, a broken search would look like a run without secrets.
import { randomBytes } from 'node:crypto';
import zlib from 'node:zlib';
import { zipSync } from 'fflate';
import { redactBytes } from '../../common/redact-bytes.ts';

const zip = (name: string, bytes: Buffer): Buffer => Buffer.from(zipSync({ [name]: bytes }));

/** One canary in each form; the name is its place. */
export function plantCanary(canary: string): Record<string, Buffer> {
  const plain = Buffer.from(`before ${canary} after`);
  return {
    plain,
    'UTF-16': Buffer.from(plain.toString(), 'utf16le'),
    'an address': Buffer.from(`?p=${encodeURIComponent(canary)}`),
    JSON: Buffer.from(JSON.stringify({ p: canary })),
    HTML: Buffer.from(canary.replace(/[&<>"]/g, (sign) => `&#${String(sign.charCodeAt(0))};`)),
    base64: Buffer.from(plain.toString('base64')),
    hex: Buffer.from(plain.toString('hex')),
    'a gzip': zlib.gzipSync(plain),
    'a zip': zip('a.txt', plain),
    'a zip in a zip': zip('a.zip', zip('a.txt', plain)),
    'a zip in a page': Buffer.from(`<i>data:application/zip;base64,${zip('a.txt', plain).toString('base64')}</i>`),
  };
}

/** Undefined if the search works; otherwise a description of what it missed. */
export function redactionProblem(search = redactBytes): string | undefined {
  // With characters that each form encodes differently.
  const canary = `canary"<${randomBytes(9).toString('base64url')}&`;
  for (const [where, bytes] of Object.entries(plantCanary(canary))) {
    try {
      const { bytes: after, hits } = search(bytes, [canary]);
      if (hits > 0 && search(after, [canary]).hits === 0) continue;
    } catch {
      // As not found.
    }
    return `The search for secrets does not work: it missed a planted one in ${where}`;
  }
  return undefined;
}
