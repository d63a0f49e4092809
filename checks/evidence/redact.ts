// Takes secrets out of everything a run wrote: files, zips (traces, attachments), zips inside HTML (Playwright's report).
import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { formsOfAll, redactBytesOfText } from '../../common/redact-text.ts';

const HTML_ZIP = /(data:application\/zip;base64,)([A-Za-z0-9+/=]+)/g;
const ZIP_MARK = 'PK\u0003\u0004';
/** The first day that a zip can name, so that the same content makes the same zip. */
const ZIP_DAY = new Date(1980, 0, 2);
/** Level of compression: the report is read once, mostly; twice as fast as the default for a tenth more bytes. */
const LEVEL = 3;

const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 4).toString('latin1') === ZIP_MARK;

/** The bytes without the secrets and without sessions, and how often one stood there. Same buffer when none did. Throws on a zip that is cut off. */
export function redactBytes(bytes: Buffer, forms: readonly string[]): { bytes: Buffer; hits: number } {
  if (isZip(bytes)) return redactZip(bytes, forms);
  const plain = redactBytesOfText(bytes, forms);
  if (!plain.bytes.includes('data:application/zip;base64,')) return plain;
  let hits = plain.hits;
  const html = plain.bytes.toString('latin1').replace(HTML_ZIP, (whole, head: string, base64: string) => {
    const inside = redactBytes(Buffer.from(base64, 'base64'), forms);
    hits += inside.hits;
    return inside.hits === 0 ? whole : head + inside.bytes.toString('base64');
  });
  return { bytes: hits === 0 ? bytes : Buffer.from(html, 'latin1'), hits };
}

function redactZip(bytes: Buffer, forms: readonly string[]): { bytes: Buffer; hits: number } {
  let hits = 0;
  const files: Zippable = {};
  for (const [name, data] of Object.entries(unzipSync(bytes))) {
    const cleanName = redactBytesOfText(Buffer.from(name), forms);
    const clean = redactBytes(Buffer.from(data.buffer, data.byteOffset, data.byteLength), forms);
    hits += cleanName.hits + clean.hits;
    files[cleanName.bytes.toString()] = [clean.bytes, { mtime: ZIP_DAY }];
  }
  return hits === 0 ? { bytes, hits } : { bytes: Buffer.from(zipSync(files, { level: LEVEL })), hits };
}

/** What redacting a folder did; `failed` names files that could be neither redacted nor removed. */
export type Redacted = { files: number; hits: number; failed: string[] };

/**
 * Rewrites every file below `dir` that holds one of the secrets or what looks like one. Files: how many were rewritten; hits: how many
 * places. A zip that cannot be read is emptied and counted as a hit, and a file that cannot be rewritten is removed: what cannot be
 * searched must not be uploaded. Synchronous, because the last moment to do it is a process's exit.
 */
export function redactTree(dir: string, secrets: readonly string[]): Redacted {
  const forms = formsOfAll(secrets);
  const total: Redacted = { files: 0, hits: 0, failed: [] };
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const path = join(dir, name);
    try {
      if (!lstatSync(path).isFile()) continue;
      const after = redactOrEmpty(readFileSync(path), forms);
      if (after.hits === 0) continue;
      writeFileSync(path, after.bytes);
      total.files += 1;
      total.hits += after.hits;
    } catch {
      if (!removed(path)) total.failed.push(name);
    }
  }
  return total;
}

function removed(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}

function redactOrEmpty(bytes: Buffer, forms: readonly string[]): { bytes: Buffer; hits: number } {
  try {
    return redactBytes(bytes, forms);
  } catch {
    return { bytes: Buffer.alloc(0), hits: 1 };
  }
}
