// npm run doctor: what this machine has and lacks, and how to get it.
import { spawnSync } from 'node:child_process';
import { findBrowser } from '../checks/browser/find-browser.ts';

const major = Number(process.versions.node.split('.')[0]);
const browser = findBrowser();
const k6 = spawnSync('k6', ['version'], { encoding: 'utf8', timeout: 5_000 });
const account = Boolean(process.env['SYNTHETIC_EMAIL'] && process.env['SYNTHETIC_PASSWORD']);
const rows: [ok: boolean, needed: boolean, name: string, text: string][] = [
  [
    major >= 24,
    true,
    'Node',
    major >= 24 ? process.version : `${process.version}: run through npm or npx, which find Node 24 in node_modules`,
  ],
  [
    browser !== undefined,
    true,
    'browser',
    browser
      ? `${browser.path} (${browser.from})`
      : 'none: `npx playwright install --with-deps chromium`, or install Chromium, or set BROWSER_PATH',
  ],
  [
    k6.status === 0,
    false,
    'k6',
    k6.status === 0 ? k6.stdout.trim() : 'not installed: the embedded engine runs the same scripts',
  ],
  [
    account,
    false,
    'account',
    account
      ? `${process.env['SYNTHETIC_EMAIL']}`
      : 'SYNTHETIC_EMAIL and SYNTHETIC_PASSWORD are not set: signed-in checks of a real site are inconclusive',
  ],
];
for (const [ok, needed, name, text] of rows)
  console.log(`${ok ? 'ok  ' : needed ? 'LACK' : 'note'} ${name.padEnd(8)} ${text}`);
process.exitCode = rows.every(([ok, needed]) => ok || !needed) ? 0 : 3;
