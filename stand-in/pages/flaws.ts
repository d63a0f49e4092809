// Faults of a finished page: flaws of its document, and the scripts that cause faults.
import type { FaultId } from '../faults.ts';
import type { World } from '../world.ts';

const DEPTH = 10_000;

/** The document with the faults that are on. */
export function withFlaws(page: string, world: World): string {
  let html = page;
  if (world.has('lang-missing')) html = html.replace('<html lang="en"', '<html');
  if (world.has('h1-missing')) html = html.replaceAll('<h1', '<p class="h1"').replaceAll('</h1>', '</p>');
  if (world.has('h1-twice')) html = html.replace('</main>', '<h1>Never miss a beat</h1></main>');
  // After the page's own content, which stays visible.
  if (world.has('nested-10000'))
    html = html.replace('</footer>', `</footer>${'<div>'.repeat(DEPTH)}deep${'</div>'.repeat(DEPTH)}`);
  return html;
}

const HOME = /^\/$/;
const AUTH = /^\/auth\//;
const ANY = /^/;
const SCRIPTS: readonly (readonly [fault: FaultId, script: string, paths: RegExp])[] = [
  ['heavy-script', 'fault-heavy.js', ANY],
  ['console-error', 'fault-console.js', ANY],
  ['page-crash', 'fault-crash.js', ANY],
  ['slow-clicks', 'fault-slow-clicks.js', ANY],
  ['layout-shift-late', 'fault-shift-late.js', ANY],
  ['refetch-storm', 'fault-storm.js', ANY],
  ['page-dialog', 'fault-dialog.js', ANY],
  ['self-reload', 'fault-reload.js', ANY],
  ['typed-text-wiped', 'fault-wipe.js', AUTH],
  ['paste-prevented', 'fault-no-paste.js', HOME],
  ['busy-script', 'fault-busy.js', HOME],
  ['layout-shift-home', 'fault-shift.js', HOME],
  ['files-many', 'fault-files.js', HOME],
  ['library-outdated', 'fault-library.js', HOME],
  ['mixed-content', 'fault-plain-http.js', HOME],
];

/** Scripts of client/ that a page loads because of its faults. */
export function faultScripts(path: string, world: World): string[] {
  const scripts = SCRIPTS.flatMap(([fault, script, paths]) => (world.has(fault) && paths.test(path) ? [script] : []));
  // A page hydrated by React renders its forms again in any case.
  const renews = world.dialect === 'plain' && world.has('typed-text-lost') && AUTH.test(path);
  return renews ? [...scripts, 'fault-renew-forms.js'] : scripts;
}
