// The only script of the status page: adds local times to UTC, and marks the page as stale by the browser's clock.
import { createHash } from 'node:crypto';

/** Plain JavaScript, no module: it runs from disk, too. Data attributes mark the elements that it changes. */
export const PAGE_SCRIPT = `(() => {
const two = (n) => String(n).padStart(2, '0');
for (const time of document.querySelectorAll('time[datetime]')) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime()) || at.getTimezoneOffset() === 0) continue;
  const day = at.getFullYear() + '-' + two(at.getMonth() + 1) + '-' + two(at.getDate());
  const isOtherDay = day !== at.toISOString().slice(0, 10);
  const local = document.createElement('span');
  local.className = 'local';
  local.textContent = ' (' + (isOtherDay ? day + ' ' : '') + two(at.getHours()) + ':' + two(at.getMinutes()) + ' here)';
  time.append(local);
}
const seen = document.querySelector('[data-seen]');
if (!seen) return;
const span = (ms) => {
  const minutes = Math.floor(ms / 60000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return minutes + ' min';
  return minutes < 2880 ? Math.floor(minutes / 60) + ' h' : Math.floor(minutes / 1440) + ' days';
};
const headline = document.querySelector('h1');
const show = () => {
  const age = Math.max(0, Date.now() - Number(seen.dataset.seen));
  seen.textContent = 'last sample ' + span(age) + ' ago';
  if (age <= Number(seen.dataset.staleAfter) || document.documentElement.classList.contains('stale')) return;
  document.documentElement.classList.add('stale');
  const top = document.querySelector('header.state');
  if (!top || 'isStale' in top.dataset) return;
  top.className = 'state bad';
  headline.textContent = 'No news for ' + span(age) + ': the monitor or the publishing of this page has stopped';
  document.title = 'Stale: ' + document.title;
};
show();
setInterval(show, 5000);
})();`;

/** What Content-Security-Policy names a script or a style by. */
export const sourceHash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
