// Development files that must not be served: settings, the repository, source maps.
import type { Answer } from '../api/probe-client.ts';
import { readPage } from '../html/read-page.ts';
import { found, isPage, outage, type Ask, type Finding, type SecurityCheck } from './security-request.ts';

const SECRET_FILES = ['/.env', '/.env.local', '/.git/config', '/.git/HEAD'];
const MOST_SCRIPTS = 3;

export const exposure: SecurityCheck = {
  id: 'security.exposure',
  title: 'No secret file, repository or source map is served',
  reddens: ['secret-file-served', 'source-maps-served', 'unknown-paths-200'],
  find: async (ask) => {
    const files = SECRET_FILES.map((path) => tryFile(ask, path));
    const home = await ask('GET', '/');
    const maps = home.error ? [] : ownScripts(home).map((path) => tryFile(ask, `${path}.map`));
    return (await Promise.all([...files, ...maps])).flat();
  },
};

async function tryFile(ask: Ask, path: string): Promise<Finding[]> {
  const answer = await ask('GET', path);
  const down = outage(`GET ${path}`, answer);
  if (down || answer.error) return down ? [down] : [];
  return answer.status === 200 && !isPage(answer) ? [found('unexpected-status', `GET ${path} is served`)] : [];
}

/** Paths of the page's first scripts on its own host. */
function ownScripts({ body, url = new URL('http://site.invalid') }: Answer): string[] {
  const addresses = readPage(body)
    .scripts.map((src) => URL.parse(src, url))
    .filter((address) => address !== null)
    .filter(({ origin, pathname }) => origin === url.origin && pathname.endsWith('.js'));
  return [...new Set(addresses.map(({ pathname }) => pathname))].slice(0, MOST_SCRIPTS);
}
