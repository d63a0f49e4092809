// How long audits take beside Lighthouse CI: three pages, mobile, three runs each, on the same stand-in and the same Chrome.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startStandIn } from '../../stand-in/server.ts';
import type { Benchmark, Figure } from '../benchmark.ts';
import { browserPath } from './browser.ts';

/**
 * Not a dependency: it brings a Lighthouse of its own. Installed into a temporary folder, outside the time that is measured,
 * unless LHCI_FOLDER names one where it is.
 */
const LHCI = '@lhci/cli@0.15.1';
const RUNS = 3;
const PAGES = ['audit.home', 'audit.trending', 'audit.artist'];
const ROOT = path.join(import.meta.dirname, '../..');
const run = promisify(execFile);

async function timed(file: string, args: string[], cwd: string, env: Record<string, string>): Promise<number> {
  const started = performance.now();
  await run(file, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1_024 * 1_024 }).catch(
    (error: unknown) => {
      // An audit that could not judge its timings (2) has taken as long as one that could.
      if ((error as { code?: unknown }).code !== 2) throw error;
    },
  );
  return (performance.now() - started) / 1_000;
}

export async function compareWithLhci(say: (line: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lhci-'));
  const site = await startStandIn();
  try {
    const installed = process.env['LHCI_FOLDER'] ?? folder;
    if (installed === folder) {
      say(`installing ${LHCI} into a temporary folder`);
      await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, LHCI]);
    }
    const artist = (await (await fetch(new URL('/api/trending?type=artists&limit=1', site.url))).json()) as {
      data: { slug: string }[];
    };
    const urls = ['/', '/trending', `/artists/${artist.data[0]?.slug}`].map((page) => new URL(page, site.url).href);
    const flags = `--disable-gpu --no-first-run${process.getuid?.() === 0 ? ' --no-sandbox' : ''}`;
    const env = { CHROME_PATH: browserPath(), BROWSER_PATH: browserPath() };
    const ours = await timed(
      process.execPath,
      [
        path.join(ROOT, 'commands/audit.ts'),
        ...['--target', site.url, '--form-factor', 'mobile', '--runs', String(RUNS), '--only', PAGES.join(',')],
      ],
      ROOT,
      { ...env, RESULTS_ROOT: path.join(folder, 'results') },
    );
    say(`npm run audit: ${ours.toFixed(1)} s`);
    const lhci = await timed(
      process.execPath,
      [
        path.join(installed, 'node_modules/@lhci/cli/src/cli.js'),
        'collect',
        ...urls.map((url) => `--url=${url}`),
        `--numberOfRuns=${RUNS}`,
        `--settings.chromeFlags=${flags}`,
      ],
      folder,
      env,
    );
    const reports = readdirSync(path.join(folder, '.lighthouseci')).filter((name) => name.endsWith('.json')).length;
    say(`lhci collect: ${lhci.toFixed(1)} s, ${reports} reports`);
    if (reports !== urls.length * RUNS) throw new Error(`lhci wrote ${reports} reports, not ${urls.length * RUNS}`);
    return [
      { what: 'npm run audit, three pages, three runs each', value: Number(ours.toFixed(1)), unit: 's' },
      { what: 'lhci collect, the same', value: Number(lhci.toFixed(1)), unit: 's' },
      { what: 'npm run audit / lhci collect', value: Number((ours / lhci).toFixed(2)), unit: '', goal: '<= 0.6' },
    ];
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const AUDIT_SPEED: Benchmark = {
  name: 'audit-speed',
  title: 'how long audits take beside `lhci collect`: three pages, three runs each',
  seconds: 240,
  run: compareWithLhci,
};
