// Third-party actions, as far as our workflows use them. An action or input that is not listed is an error, so that somebody
// reviews it.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import * as glob from '@actions/glob';
import type { World } from './runner-world.ts';

export type ActionCall = { world: World; workspace: string; inputs: Record<string, string>; caller: string };
export type ActionResult = { outputs: Record<string, string>; paths?: string[]; warnings?: string[] };
type StockAction = { inputs: readonly string[]; run: (call: ActionCall) => ActionResult | Promise<ActionResult> };

const need = (call: ActionCall, name: string): string => {
  const value = call.inputs[name];
  if (!value) throw new Error(`Input required and not supplied: ${name}`);
  return value;
};
const home = (call: ActionCall, text: string): string =>
  path.resolve(call.workspace, text.replace(/^~(?=\/)/, call.world.home));
/** Key and path together identify an entry; with another path it is not found. */
const cacheEntry = (call: ActionCall): string => {
  const of = `${need(call, 'key')}\n${need(call, 'path').replace(/^.*\/runner-\w+/, '')}`;
  // Its last part keeps its name: Node looks for packages beside each other only in a folder called node_modules.
  return path.join(call.world.cache, createHash('sha256').update(of).digest('hex'), path.basename(need(call, 'path')));
};

const SEARCH = { followSymbolicLinks: true, implicitDescendants: true, omitBrokenSymbolicLinks: true };
/** The files that upload-artifact takes: its glob options, directories left out. */
export async function filesToUpload(patterns: string, includeHidden: boolean): Promise<string[]> {
  const globber = await glob.create(patterns, { ...SEARCH, excludeHiddenFiles: !includeHidden });
  return (await globber.glob()).filter((file) => !statSync(file).isDirectory()).sort();
}

export const STOCK: Readonly<Record<string, StockAction>> = {
  'actions/checkout': {
    inputs: ['repository', 'ref', 'token', 'path', 'persist-credentials', 'fetch-depth'],
    run: (call) => {
      const repository = call.inputs['repository'] || call.caller;
      const source = call.world.repositories[repository];
      if (source === undefined) throw new Error(`Not found: repository '${repository}'`);
      const into = path.join(call.workspace, call.inputs['path'] || '.');
      mkdirSync(into, { recursive: true });
      cpSync(source, into, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
      return { outputs: {} };
    },
  },
  'actions/setup-node': {
    inputs: ['node-version', 'cache', 'package-manager-cache'],
    run: (call) => {
      if (call.inputs['cache'] && !existsSync(path.join(call.workspace, 'package-lock.json')))
        throw new Error('Dependencies lock file is not found in the workspace');
      return { outputs: {}, paths: [path.dirname(process.execPath)] };
    },
  },
  'actions/cache/restore': {
    inputs: ['path', 'key', 'restore-keys'],
    run: (call) => {
      const entry = cacheEntry(call);
      if (!existsSync(entry)) return { outputs: { 'cache-hit': 'false' } };
      const into = home(call, need(call, 'path'));
      mkdirSync(path.dirname(into), { recursive: true });
      // A link, since unpacking is not what these tests measure.
      if (!existsSync(into)) symlinkSync(entry, into);
      return { outputs: { 'cache-hit': 'true' } };
    },
  },
  'actions/cache/save': {
    inputs: ['path', 'key'],
    run: (call) => {
      const from = home(call, need(call, 'path'));
      if (!existsSync(from))
        return {
          outputs: {},
          warnings: ['Path Validation Error: Path(s) specified in the action for caching do(es) not exist'],
        };
      if (existsSync(cacheEntry(call)))
        return { outputs: {}, warnings: [`Unable to reserve cache with key ${need(call, 'key')}`] };
      if (!lstatSync(from).isSymbolicLink())
        cpSync(from, cacheEntry(call), { recursive: true, verbatimSymlinks: true });
      return { outputs: {} };
    },
  },
  'actions/upload-artifact': {
    inputs: ['name', 'path', 'include-hidden-files', 'if-no-files-found', 'retention-days'],
    run: async (call) => {
      const name = need(call, 'name');
      const files = await filesToUpload(need(call, 'path'), call.inputs['include-hidden-files'] === 'true');
      if (files.length === 0) {
        const message = `No files were found with the provided path: ${need(call, 'path')}. No artifacts will be uploaded.`;
        if (call.inputs['if-no-files-found'] === 'error') throw new Error(message);
        return { outputs: {}, ...(call.inputs['if-no-files-found'] === 'ignore' ? {} : { warnings: [message] }) };
      }
      if (call.world.artifacts.has(name))
        throw new Error(
          `Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run`,
        );
      call.world.artifacts.set(name, files);
      const kept = path.join(call.world.root, 'artifacts', name);
      for (const file of files) cpSync(file, path.join(kept, path.relative('/', file)), { dereference: true });
      return {
        outputs: {
          'artifact-id': '1',
          'artifact-url': `${call.world.serverUrl}/${call.caller}/actions/runs/1/artifacts/1`,
        },
      };
    },
  },
  'actions/upload-pages-artifact': {
    inputs: ['path'],
    run: (call) => {
      const dir = home(call, need(call, 'path'));
      call.world.artifacts.set('github-pages', readdirSync(dir));
      return { outputs: {} };
    },
  },
  'actions/deploy-pages': { inputs: [], run: () => ({ outputs: { page_url: 'https://pages.example/' } }) },
  'grafana/setup-k6-action': { inputs: [], run: () => ({ outputs: {} }) },
};
