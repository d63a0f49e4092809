// How the scenarios of watcher-scenarios.ts break things: a site, a process, a disk, a clock.
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type net from 'node:net';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { ended, type Ended, type Workplace } from '../commands/process.ts';
import { killChild, killNow } from './kill-processes.ts';

export type Scene = {
  place: Workplace;
  /** A healthy site. */
  site: string;
  account: { email: string; password: string };
  /** The results of a good run of the front door. */
  good: string;
  /** Runs when the scenario is over. */
  after: (work: () => void) => void;
};

const FRONT_DOOR = ['--profile', 'quick', '--only', 'front-door', '--no-account'];
export const gate = (
  { place }: Scene,
  target: string,
  env: Record<string, string> = {},
  more: readonly string[] = [],
): Promise<Ended> => place.run('gate', ['--target', target, ...FRONT_DOOR, ...more], env);
export const preload = (scene: Scene, script: string): Record<string, string> => {
  const file = path.join(scene.place.results, 'preload.mjs');
  writeFileSync(file, script);
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` };
};
export const listening = async (scene: Scene, server: Server | net.Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  scene.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
export const serve = (scene: Scene, listener: RequestListener): Promise<string> =>
  listening(scene, createServer(listener));
/** The healthy site, with `change` to each body. `onRequest`: before a request is passed on. */
export const behind = (
  scene: Scene,
  change: (body: string, asked: number) => string,
  onRequest: (request: IncomingMessage) => void = () => {},
): Promise<string> => {
  let asked = 0;
  return serve(scene, (request, response) => {
    onRequest(request);
    void fetch(new URL(request.url ?? '/', scene.site), { redirect: 'manual' }).then(async (answer) => {
      if (request.url === '/api/health/comprehensive') asked += 1;
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
      response.end(change(await answer.text(), asked));
    });
  });
};
export const judged = ({ place }: Scene, content: string | Buffer): Promise<Ended> => {
  const dir = path.join(place.results, 'latest');
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'results.ndjson'), content);
  return place.run('verdict', ['--run', dir]);
};
export const inFolder = (scene: Scene, make: (file: string, dir: string) => void): Promise<Ended> => {
  const dir = path.join(scene.place.results, 'latest');
  mkdirSync(dir, { recursive: true });
  make(path.join(dir, 'results.ndjson'), dir);
  return scene.place.run('verdict', ['--run', dir]);
};
/** Once the command has printed `pattern`, `act` happens to it. */
export const when = async (
  scene: Scene,
  args: readonly string[],
  pattern: RegExp,
  act: (child: ReturnType<Workplace['start']>) => void,
  env: Record<string, string> = {},
): Promise<Ended> => {
  const child = scene.place.start('gate', ['--target', scene.site, ...args], env);
  const end = ended(child);
  let seen = '';
  let done = false;
  (child.stdout as Readable).on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    if (done || !pattern.test(seen)) return;
    done = true;
    act(child);
  });
  return end;
};
/** Each browser is ended when it asks for its first page. */
export const browserLostOnItsWay = async (scene: Scene): Promise<Ended> => {
  const target = await behind(
    scene,
    (body) => body,
    ({ headers }) => void (/Chrome/.test(headers['user-agent'] ?? '') && killNow(scene, 'remote-debugging-pipe')),
  );
  return scene.place.run('gate', ['--target', target, '--profile', 'quick', '--only', 'journey.home.content', '--no-account']); // prettier-ignore
};
export const killed =
  (stage: string, mark: string, more: readonly string[] = []) =>
  (scene: Scene): Promise<Ended> =>
    when(
      scene,
      ['--profile', 'quick', '--only', stage, ...more],
      new RegExp(`^${stage.split('.')[0] === 'journey' ? 'journeys' : stage}`, 'm'),
      () => killChild(scene, mark),
      {
        SYNTHETIC_EMAIL: scene.account.email,
        SYNTHETIC_PASSWORD: scene.account.password,
      },
    );
export const signalled =
  (signal: NodeJS.Signals) =>
  (scene: Scene): Promise<Ended> =>
    when(scene, ['--profile', 'quick', '--only', 'contracts', '--no-account'], /^contracts/m, (child) =>
      child.kill(signal),
    );
export const browserThat =
  (script: string, only: string) =>
  (scene: Scene): Promise<Ended> => {
    const chrome = path.join(scene.place.results, 'chrome');
    writeFileSync(chrome, `#!/bin/sh\n${script}\n`);
    chmodSync(chrome, 0o755);
    return scene.place.run('gate', ['--target', scene.site, '--profile', 'quick', '--only', only, '--no-account'], {
      BROWSER_PATH: chrome,
    });
  };
export const smallDisk = (scene: Scene, options: string): string => {
  const folder = path.join(scene.place.results, 'disk');
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  scene.after(() => execFileSync('umount', ['-l', folder]));
  return folder;
};
export const clock = (hours: number): string =>
  `const real = Date.now; const at = real() + 300; const now = () => { const t = real(); return t < at ? t : t + ${hours} * 3600000; };
   const RealDate = Date;
   globalThis.Date = class extends RealDate { constructor(...args) { if (args.length === 0) super(now()); else super(...args); } static now() { return now(); } };`;
export const planted = (what: string): string =>
  `process.on('newListener', (name) => { if (name === 'unhandledRejection') { ${what} } });`;
export const OLD = 'efe125f1c0ffee00efe125f1c0ffee00efe125f1';
export const NOTHING = /^$/;
