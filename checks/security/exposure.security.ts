// Files that belong to the workshop and not to the site: settings, the repository, source maps.
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

const SECRET_FILES = ['/.env', '/.env.local', '/.git/config', '/.git/HEAD'];
const SCRIPT = /<script[^>]+src="(\/[^"?]+\.js)/g;
const MOST_SCRIPTS = 3;

export const exposure: SecurityCheck = {
  id: 'security.exposure',
  title: 'No secret file, repository or source map is served',
  reddens: ['secret-file-served', 'source-maps-served', 'unknown-paths-200'],
  find: async (ask) => {
    const failures: Finding[] = [];
    const home = await ask('GET', '/');
    const scripts = home.error ? [] : [...home.body.matchAll(SCRIPT)].map(([, src]) => src ?? '');
    const maps = [...new Set(scripts)].slice(0, MOST_SCRIPTS).map((src) => `${src}.map`);
    for (const path of [...SECRET_FILES, ...maps]) {
      const answer = await ask('GET', path);
      const down = outage(`GET ${path}`, answer);
      if (down || answer.error) failures.push(...(down ? [down] : []));
      else if (answer.status === 200 && !/text\/html/.test(answer.headers['content-type'] ?? ''))
        failures.push(found('unexpected-status', `GET ${path} is served`));
    }
    return failures;
  },
};
