// `npm run report -- --allure` of a run, opened from disk as a person opens it: one file, no request to anywhere, no endless spinner.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../checks/browser/find-browser.ts';
import { judge } from '../../reports/verdict/judge-run.ts';
import { Workplace } from '../commands/process.ts';
import { check, CHECK_OF, healthyBody, whole } from '../unit/reports/sample-records.ts';

const place = new Workplace();
after(() => place.remove());

/** A run's folder with a journey that failed, and a picture that Playwright's reporter kept of it. */
function writeRun(name: string, at: string): string {
  const dir = path.join(place.results, name);
  const results = path.join(dir, 'allure-results');
  mkdirSync(results, { recursive: true });
  const others = healthyBody().filter((r) => !(r.kind === 'check' && r.stage === 'journeys'));
  const failures = [{ code: 'assertion' as const, message: 'no result was shown' }];
  const journey = check(CHECK_OF.journeys, 'journeys', { variant: 'phone', outcome: 'fail', failures });
  const verdict = judge({ records: whole({ body: [...others, journey], run: { runId: name, at } }), problems: [] });
  writeFileSync(path.join(dir, 'verdict.json'), JSON.stringify(verdict));
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  writeFileSync(path.join(results, 'a-attachment.png'), Buffer.from(pixel, 'base64'));
  writeFileSync(
    path.join(results, 'a-result.json'),
    JSON.stringify({
      labels: [
        { name: 'framework', value: 'playwright' },
        { name: 'tag', value: CHECK_OF.journeys },
      ],
      parameters: [{ name: 'Project', value: 'phone' }],
      steps: [{ name: 'Click Search', status: 'failed', stage: 'finished', steps: [], attachments: [] }],
      attachments: [{ name: 'how it ended', type: 'image/png', source: 'a-attachment.png' }],
      start: Date.parse(at),
      stop: Date.parse(at) + 900,
    }),
  );
  return dir;
}

test('the Allure report is one file that opens from disk and makes no outside requests', async () => {
  writeRun('first', '2026-01-01T03:04:05.000Z');
  const dir = writeRun('second', '2026-01-02T03:04:05.000Z');
  const end = await place.run('report', ['--allure', '--run', dir]);
  assert.equal(end.code, 0, end.stderr);
  assert.match(end.stdout, /Allure report: \S+index\.html \(one file, opens from disk\)/);
  assert.deepEqual(readdirSync(path.join(dir, 'allure-report')), ['index.html']);

  const found = findBrowser();
  const browser = await chromium.launch({ args: [...BROWSER_FLAGS], ...(found ? { executablePath: found.path } : {}) });
  try {
    const page = await browser.newPage();
    const trouble: string[] = [];
    const own = pathToFileURL(path.join(dir, 'allure-report', 'index.html')).href;
    page.on('request', (request) => {
      if (!request.url().startsWith(own) && !/^(data|blob):/.test(request.url())) trouble.push(request.url());
    });
    page.on('console', (message) => trouble.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(error.message));
    await page.goto(own);
    for (const stage of ['KPIs', 'contracts', 'security', 'journeys', 'audits', 'load'])
      await page.getByText(stage, { exact: true }).first().waitFor();
    await page.getByText('Failed', { exact: false }).first().waitFor();
    await page.goto(`${own}#`);
    const title = page.locator('[data-testid="tree-leaf-title"]').first();
    await title.click();
    await page.getByText('no result was shown').first().waitFor();
    await page.getByText('critical').first().waitFor();
    await page.getByText('Click Search').first().waitFor();
    await page.getByText('History').first().waitFor();
    assert.deepEqual(trouble, []);
  } finally {
    await browser.close();
  }
});
