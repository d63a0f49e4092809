// The status site of a year: its first screen stays small, and nothing that it links to is missing. Times are printed by `npm run bench`.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openHistory } from '../../monitoring/history/store.ts';
import { writeSite } from '../../monitoring/page/build-site.ts';
import { readPageData } from '../../monitoring/page/page-data.ts';
import { simulateHistory } from '../../monitoring/simulation/simulated-history.ts';

const NOW = Date.UTC(2026, 2, 1, 12, 2);
const DAY = 86_400_000;
const MOST_BYTES = 200_000;

test('the first screen of a year of history has at most 200 KB, and its links lead to pages', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'status-year-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const history = await openHistory({ location: ':memory:', target: 'https://site.example' });
  const outage = { class: 'server-error', topic: 'availability', takenBy: 'ada' } as const;
  const outages = Array.from({ length: 40 }, (_, n) => {
    const fromMs = NOW - (n + 1) * 9 * DAY;
    return { ...outage, fromMs, toMs: fromMs + DAY / 24, share: n % 2 === 0 ? 0.3 : 1 };
  });
  await simulateHistory(history, { seed: 3, nowMs: NOW, days: 365, outages });
  const pages = writeSite(folder, await readPageData(history, new Date(NOW), []));
  await history.close();
  const first = path.join(folder, 'index.html');
  assert.ok(statSync(first).size <= MOST_BYTES, `${statSync(first).size} bytes`);
  assert.ok(pages > 365, `${pages} pages`);
  const links = [...readFileSync(first, 'utf8').matchAll(/href="((?!data:|https?:)[^"#]+)/g)].map(
    ([, link = '']) => link,
  );
  assert.ok(links.length > 5);
  for (const link of links) assert.ok(existsSync(path.join(folder, decodeURIComponent(link))), link);
});
