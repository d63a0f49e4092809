// The browser may die at any moment: what was opened in it is not gone on with in a new one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chrome } from '../../../checks/audits/chrome.ts';
import { AuditTrouble } from '../../../checks/audits/audit-errors.ts';
import { findBrowser } from '../../../checks/browser/find-browser.ts';

const STEP_DEADLINE_MS = 10_000;

test(
  'an ended Chrome is named by the steps that need what it had open; others get a new one',
  { timeout: 30_000 },
  async (t) => {
    const chrome = new Chrome(findBrowser()?.path ?? '');
    t.after(() => chrome.close());
    const old = await chrome.browser();
    const gone = new Promise((resolve) => old.once('disconnected', resolve));
    // All of its group: what Debian starts first is a script.
    process.kill(-(old.process()?.pid ?? NaN), 'SIGKILL');
    await gone;

    const begun: string[] = [];
    const step = (): Promise<void> => {
      begun.push('with the old');
      return Promise.resolve();
    };
    await assert.rejects(
      chrome.within(STEP_DEADLINE_MS, 'auditing /', step, old),
      (error) =>
        error instanceof AuditTrouble && error.code === 'tool' && error.message === 'Chrome ended before auditing /',
    );
    assert.deepEqual(begun, []);
    const isNew = await chrome.within(STEP_DEADLINE_MS, 'opening a window', (browser) =>
      Promise.resolve(browser !== old && browser.connected),
    );
    assert.equal(isNew, true);
  },
);
