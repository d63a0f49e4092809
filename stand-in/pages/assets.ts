// The files of client/, read once at the start and served as immutable under an address that contains their hash.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { reactStyles } from './oklch.ts';

const FOLDER = new URL('../client/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};
export type Asset = { body: Buffer; type: string; hash: string };

const asset = (name: string, body: Buffer): Asset => {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { body, hash, type: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream' };
};
const namesIn = (folder: URL): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));

/** By name. */
export const ASSETS: ReadonlyMap<string, Asset> = new Map(
  namesIn(FOLDER).map((name) => [name, asset(name, readFileSync(new URL(name, FOLDER)))]),
);

/** The scripts of the page's components, in start order. All others run as soon as they have loaded. */
const COMPONENTS = ['app.js', 'search.js', 'buttons.js', 'home.js', 'votes.js', 'fault-nested.js', 'fault-crash.js'];
/** A component waits in webpack's list until the page hydrates. */
const chunk = (name: string, code: Buffer): string =>
  `(self.webpackChunk_N_E=self.webpackChunk_N_E||[]).push([${COMPONENTS.indexOf(name)},()=>{\n${code.toString()}\n}]);`;

/** By path. The same files for a page that React takes over: chunks, colours as oklch, and the files of client/react. */
export const NEXT_ASSETS: ReadonlyMap<string, Asset> = new Map([
  ...[...ASSETS].map(([name, plain]): [string, Asset] => {
    if (name.endsWith('.css')) return [nextPath(name), asset(name, Buffer.from(reactStyles(plain.body.toString())))];
    if (COMPONENTS.includes(name)) return [nextPath(name), asset(name, Buffer.from(chunk(name, plain.body)))];
    return [nextPath(name), plain];
  }),
  ...namesIn(new URL('react/', FOLDER)).map((name): [string, Asset] => [
    nextPath(name),
    asset(name, readFileSync(new URL(`react/${name}`, FOLDER))),
  ]),
]);

function nextPath(name: string): string {
  const folder = name.endsWith('.css') ? 'css' : name.endsWith('.js') ? 'chunks' : 'media';
  return `/_next/static/${folder}/${name}`;
}

/** The address of a client file. Throws if the file does not exist: a page would request a 404. */
export function assetUrl(name: string): string {
  const found = ASSETS.get(name);
  if (!found) throw new Error(`no client file "${name}"`);
  return `/client/${name}?v=${found.hash}`;
}

/** The same in the react dialect. */
export function nextUrl(name: string): string {
  const path = nextPath(name);
  const found = NEXT_ASSETS.get(path);
  if (!found) throw new Error(`no client file "${name}"`);
  return `${path}?dpl=${found.hash}`;
}
