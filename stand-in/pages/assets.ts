// The files of client/, read once at the start and served for ever under an address that holds their hash.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../client/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};
export type Asset = { body: Buffer; type: string; hash: string };

export const ASSETS: ReadonlyMap<string, Asset> = new Map(
  readdirSync(FOLDER).map((name) => {
    const body = readFileSync(new URL(name, FOLDER));
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
    return [name, { body, hash, type: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream' }];
  }),
);

/** The address of a client file. Throws for a file that is not there: a page would ask for a 404. */
export function assetUrl(name: string): string {
  const asset = ASSETS.get(name);
  if (!asset) throw new Error(`no client file "${name}"`);
  return `/client/${name}?v=${asset.hash}`;
}
