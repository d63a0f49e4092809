// A site's repository that uses the suite, and sites whose deployment is not finished.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SITE_REPOSITORY, type World } from './runner-world.ts';

/** The commit that the stand-in says it serves, and an older one. */
export const LIVE_COMMIT = 'efe125f1c0ffee00efe125f1c0ffee00efe125f1';
export const OLD_COMMIT = '0ld'.replace('l', '1').padEnd(40, 'd');

/** Gates over HTTP alone: these tests are about GitHub. */
export const HTTP_GATE = { only: 'front-door,contracts,security', profile: 'quick' } as const;
/** The repository's secrets for a site. */
export const secretsOf = (site: { account: { email: string; password: string } }): Record<string, string> => ({
  SYNTHETIC_EMAIL: site.account.email,
  SYNTHETIC_PASSWORD: site.account.password,
});

export function addWorkflow(world: World, name: string, text: string): void {
  const dir = path.join(world.repositories[SITE_REPOSITORY] ?? '', '.github/workflows');
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, name), text);
}

export type DeployingSite = { url: string; close(): Promise<void> };

/** Passes everything on to `target`; the commit that it says it serves is `commit(path)`, asked at each request. */
export async function deployingSite(target: string, commit: (path: string) => string): Promise<DeployingSite> {
  const server = createServer((incoming, outgoing) => {
    const { method, url = '/', headers } = incoming;
    const shown = commit(url);
    const rest = { ...headers };
    delete rest.host;
    const upstream = ask(
      new URL(url, target),
      { method, headers: { ...rest, 'accept-encoding': 'identity' } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const body = Buffer.concat(chunks);
          const said = url.startsWith('/api/health')
            ? Buffer.from(
                body
                  .toString()
                  .replaceAll(LIVE_COMMIT, shown)
                  .replaceAll(`"${LIVE_COMMIT.slice(0, 7)}"`, `"${shown.slice(0, 7)}"`),
              )
            : body;
          outgoing
            .writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': String(said.length) })
            .end(said);
        });
      },
    );
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
