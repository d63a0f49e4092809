// Two ways to try a reader: texts of one piece again and again, each within a time that a slower-than-linear reader exceeds by far; and
// random texts by fast-check, seeded and for a time.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { whole } from '../reports/sample-records.ts';
import { repeatedTexts } from './repeated-texts.ts';

/** What the readers needed the square of the length for took 3 to 40 s for 30,000 characters. */
const LENGTH = 30_000;
const SLOW_MS = 2_000;

/** Names each piece that takes too long or makes the reader throw. */
export function readsInTime(read: (text: string) => void, some: (piece: string) => boolean = () => true): void {
  const bad: string[] = [];
  for (const { piece, text } of repeatedTexts(LENGTH)) {
    if (!some(piece)) continue;
    const began = performance.now();
    try {
      read(text);
    } catch (error) {
      bad.push(`${piece}: ${(error as Error).message.slice(0, 100)}`);
    }
    const ms = Math.round(performance.now() - began);
    if (ms > SLOW_MS) bad.push(`${piece}: ${ms} ms`);
  }
  assert.deepEqual(bad, []);
}

const SAMPLES: readonly string[] = [
  whole().map((record) => `${JSON.stringify(record)}\n`).join(''),
  '<!doctype html><html lang="en"><title>MySetlist</title><body><h1>Crowd-Curated Setlists</h1><form><input type="email"></form>',
  '{"success":true,"data":[{"id":"a","name":"Beyoncé","rank":1}],"database":{"connected":true},"checks":{"external_apis":{"spotify":{"status":"healthy"}}}}',
  '[{"reason":"move","days":["saturday"],"from":"02:00","to":"04:00","timezone":"Europe/Berlin"}]',
  '{"P0":["slack","email"],"P1":["slack"],"P2":[],"P3":[]}',
  'locator.click: Timeout 5000ms exceeded.\nCall log:\n  - <div class="veil"></div> intercepts pointer events\n    at checks/pages/home.ts:12:3',
  'x-edge-key: abc\nAuthorization: Bearer abcdef',
]; // prettier-ignore
const PIECES = ['{', '}', '[', ']', '"', '\\', '\\u00', 'null', '1e999', '-0', '__proto__', 'constructor', '<', '>', '</', '<!--', '&#', ';', '\u001b[31m', '::error::', '##[', '\r', '\n', '\u2028', '\ufeff', '\ud800', '\0', '|', '`', '%', '%25', 'eyJ', '.', '@', '://', '2026-13-45', 'NaN']; // prettier-ignore

/** Random signs, JSON, what breaks formats, and good texts with a part cut out, doubled or replaced. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.json({ maxDepth: 4 }),
  fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), { maxLength: 60 }).map((all) => all.join('')),
  fc
    .record({ text: fc.constantFrom(...SAMPLES), at: fc.nat(4_000), length: fc.nat(60), put: fc.oneof(fc.constantFrom('', ...PIECES), fc.string({ maxLength: 20 })), times: fc.integer({ min: 1, max: 3 }) })
    .map(({ text, at, length, put, times }) => text.slice(0, at % text.length) + put.repeat(times) + text.slice((at % text.length) + length)),
); // prettier-ignore

/** Runs until `ms` have passed; a failure is shrunk, and its seed and path are printed. */
export const holds = <T>(what: fc.Arbitrary<T>, check: (value: T) => void, ms: number): void =>
  fc.assert(
    fc.property(what, (value) => void check(value)),
    {
      seed: 19,
      numRuns: 1_000_000,
      interruptAfterTimeLimit: ms,
      markInterruptAsFailure: false,
    },
  );
