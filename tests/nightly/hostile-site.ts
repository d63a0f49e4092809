// A healthy stand-in behind a server that puts a hostile script into its home page, and the processes of a command that visits it.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { startStandIn } from '../../stand-in/server.ts';

export type HostileSite = { url: string; close: () => Promise<void> };

/** `script` runs before anything else of the home page. `/hostile.bin` is a download, `/endless` a body that never ends. */
export async function hostileSite(script: string): Promise<HostileSite> {
  const site = await startStandIn();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', site.url);
    if (pathname === '/endless') return void response.writeHead(200).write('{');
    if (pathname === '/hostile.bin')
      return void response.writeHead(200, { 'content-disposition': 'attachment; filename=h.bin' }).end('x');
    void forward(site.url, request.url ?? '/', pathname === '/' ? script : '', response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await site.close();
    },
  };
}

/** As the site answers, without the policy that would forbid the script. */
async function forward(base: string, path: string, script: string, response: ServerResponse): Promise<void> {
  try {
    const answer = await fetch(new URL(path, base), { redirect: 'manual' });
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !/^(content-(security|length|encoding)|transfer)/.test(name))); // prettier-ignore
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
    const body = isPage ? (await answer.text()).replace('<head>', `<head><script>${script}</script>`) : Buffer.from(await answer.arrayBuffer()); // prettier-ignore
    response.writeHead(answer.status, headers).end(body);
  } catch {
    response.destroy();
  }
}

type Process = { pid: number; parent: number; megabytes: number };
function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const number = (field: string): number =>
          Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
        // Ended, and only not yet collected by its parent.
        if (/^State:\s*Z/m.test(status)) return [];
        return [{ pid: Number(name), parent: number('PPid'), megabytes: number('RssAnon') / 1_024 }];
      } catch {
        return [];
      }
    });
}

/** The process and all below it. */
export function family(pid: number): Process[] {
  const all = processes();
  const found = new Set([pid]);
  for (const one of found) for (const child of all) if (child.parent === one) found.add(child.pid);
  return all.filter((one) => found.has(one.pid));
}

export const isAlive = (pid: number): boolean => processes().some((one) => one.pid === pid);
