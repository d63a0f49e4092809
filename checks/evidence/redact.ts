// Takes secrets out of everything a run wrote: files, zips (traces, attachments), zips inside HTML (Playwright's report).
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isZip, readZip, writeZip } from './zip.ts';

export const REDACTED = '[redacted]';
/** Shorter secrets would turn half of every report into "[redacted]". */
export const SHORTEST_SECRET = 4;

/**
 * Where a session stands in a trace or a message, whatever its value: a cookie with its name and value, a Cookie or Set-Cookie header,
 * a token in an answer. A run opens sessions that nobody tells it of, and the site's live for 400 days.
 */
const SESSIONS: readonly RegExp[] = [
  /("name":"[^"]*(?:auth|sess|token)[^"]*","value":")([^"]+)/gi,
  /\b([\w.-]*(?:auth|sess|token)[\w.-]*=)([\w.%+/=-]{16,})/gi,
  /("(?:access|refresh)_token\\*": ?\\*")([^"\\]{8,})/gi,
];

const HTML_ZIP = /(data:application\/zip;base64,)([A-Za-z0-9+/=]+)/g;

/** What a secret looks like where something has written it down: as it is, in a URL, a form, JSON, HTML, base64. */
export function formsOf(secret: string): string[] {
  if (secret.length < SHORTEST_SECRET)
    throw new RangeError(`a secret shorter than ${String(SHORTEST_SECRET)} characters cannot be redacted`);
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    json,
    JSON.stringify(json).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
    ...base64Forms(secret),
  ];
  // Longest first: a form that holds another one must go as a whole.
  return [...new Set(forms)].filter((f) => f.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
}

/** Inside a longer base64 text the secret stands at one of three offsets; its outer characters then mix with the neighbours. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inner = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    return text.slice(first, last);
  });
  const long = inner.filter((text) => text.length >= 8);
  return long.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** The bytes without the secrets and without sessions, and how often one stood there. Same buffer when none did. */
export function redactBytes(bytes: Buffer, forms: readonly string[]): { bytes: Buffer; hits: number } {
  if (isZip(bytes)) {
    let hits = 0;
    const entries = readZip(bytes).map((entry) => {
      const name = redactPlain(Buffer.from(entry.name), forms);
      const data = redactBytes(entry.data, forms);
      hits += name.hits + data.hits;
      return { name: name.bytes.toString(), data: data.bytes };
    });
    return hits === 0 ? { bytes, hits } : { bytes: writeZip(entries), hits };
  }
  const plain = redactPlain(bytes, forms);
  if (!plain.bytes.includes('data:application/zip;base64,')) return plain;
  let hits = plain.hits;
  const html = plain.bytes.toString('latin1').replace(HTML_ZIP, (whole, head: string, base64: string) => {
    const inside = redactBytes(Buffer.from(base64, 'base64'), forms);
    hits += inside.hits;
    return inside.hits === 0 ? whole : head + inside.bytes.toString('base64');
  });
  return { bytes: hits === 0 ? bytes : Buffer.from(html, 'latin1'), hits };
}

function redactPlain(bytes: Buffer, forms: readonly string[]): { bytes: Buffer; hits: number } {
  let hits = 0;
  // Latin-1 keeps every byte as it is, so that pictures and fonts survive the round trip.
  let text: string | undefined;
  for (const form of forms) {
    if (text === undefined && !bytes.includes(form)) continue;
    text ??= bytes.toString('latin1');
    const pieces = text.split(Buffer.from(form).toString('latin1'));
    hits += pieces.length - 1;
    text = pieces.join(REDACTED);
  }
  const before = hits;
  const all = text ?? bytes.toString('latin1');
  const clean = SESSIONS.reduce(
    (left, pattern) =>
      left.replace(pattern, (whole, head: string, value: string) => {
        if (value === REDACTED) return whole;
        hits += 1;
        return head + REDACTED;
      }),
    all,
  );
  if (hits > before) text = clean;
  return { bytes: text === undefined ? bytes : Buffer.from(text, 'latin1'), hits };
}

/** A text for a screen without the secrets. */
export const redactText = (text: string, secrets: readonly string[]): string =>
  redactPlain(Buffer.from(text), secrets.flatMap(formsOf)).bytes.toString();

/**
 * Rewrites every file below `dir` that holds one of the secrets. Files: how many were rewritten; hits: how many places.
 * A zip that cannot be read is emptied and counted as a hit: what cannot be searched must not be uploaded.
 * Synchronous, because the last moment to do it is a process's exit.
 */
export function redactTreeSync(dir: string, secrets: readonly string[]): { files: number; hits: number } {
  const forms = secrets.flatMap(formsOf).sort((a, b) => b.length - a.length);
  const total = { files: 0, hits: 0 };
  if (forms.length === 0) return total;
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const path = join(dir, name);
    if (!lstatSync(path).isFile()) continue;
    const after = redactOrEmpty(readFileSync(path), forms);
    if (after.hits === 0) continue;
    writeFileSync(path, after.bytes);
    total.files += 1;
    total.hits += after.hits;
  }
  return total;
}

/** As redactTreeSync; rejects where a file cannot be read or written. */
export const redactTree = (dir: string, secrets: readonly string[]): Promise<{ files: number; hits: number }> =>
  Promise.resolve().then(() => redactTreeSync(dir, secrets));

function redactOrEmpty(bytes: Buffer, forms: readonly string[]): { bytes: Buffer; hits: number } {
  try {
    return redactBytes(bytes, forms);
  } catch {
    return { bytes: Buffer.alloc(0), hits: 1 };
  }
}
