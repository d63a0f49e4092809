// Histories in temporary folders, and samples for them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { seededRandom } from '../../../common/seeded-random.ts';
import { openHistory, type History } from '../../../monitoring/history/store.ts';
import { SAMPLE_CLASSES, type Sample, type SampleClass } from '../../../monitoring/sample.ts';

export const SITE = 'https://site.example';
export const NOON = Date.parse('2026-03-01T12:00:00.000Z');
export const ENDPOINTS = ['GET /', 'GET /api/trending', 'GET /api/search'] as const;

/** A folder that is removed after the test file. */
export function folderOfTest(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'history-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let files = 0;
/** A new history in a file; closed after the test file. */
export async function newHistory(folder: string, target = SITE): Promise<{ history: History; file: string }> {
  files += 1;
  const file = path.join(folder, `history-${files}.db`);
  const history = await openHistory({ location: file, target });
  after(() => history.close());
  return { history, file };
}

export const sample = (at: number, more: Partial<Sample> = {}): Sample => ({
  at,
  endpoint: 'GET /',
  class: 'valid',
  status: 200,
  ttfbMs: 50,
  code: null,
  message: null,
  ...more,
});
export const failing = (at: number, name: SampleClass, more: Partial<Sample> = {}): Sample =>
  sample(at, {
    class: name,
    status: name === 'server-error' ? 500 : null,
    code: name,
    message: `was ${name}`,
    ...more,
  });

/** `n` samples of three endpoints between `fromMs` and `toMs`, of every class, in random order. */
export function randomSamples(n: number, fromMs: number, toMs: number, seed: number): Sample[] {
  const random = seededRandom(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const taken = new Set<string>();
  const samples: Sample[] = [];
  while (samples.length < n) {
    const at = Math.round(fromMs + random() * (toMs - fromMs));
    const endpoint = pick(ENDPOINTS);
    if (taken.has(`${at} ${endpoint}`)) continue;
    taken.add(`${at} ${endpoint}`);
    const name = random() < 0.7 ? 'valid' : pick(SAMPLE_CLASSES);
    const ttfbMs = random() < 0.1 ? null : Math.round(random() * 40_000) / 10;
    samples.push(name === 'valid' ? sample(at, { endpoint, ttfbMs }) : failing(at, name, { endpoint, ttfbMs }));
  }
  return samples;
}
