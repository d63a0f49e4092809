// The environment of a run: repositories, caches, variables, secrets, GitHub's API. All below one temporary folder.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startGithubApi, type GithubApi } from './github-api.ts';

export const SUITE_ROOT = path.resolve(import.meta.dirname, '../../..');
export const SUITE_REPOSITORY = 'checks-team/mysetlist-checks';
export const SITE_REPOSITORY = 'site-team/mysetlist';

export type World = {
  root: string;
  home: string;
  cache: string;
  /** Folders by owner/name. */
  repositories: Record<string, string>;
  /** Where `git push` goes, as `file://`. */
  serverUrl: string;
  api: GithubApi;
  /** Names that one workflow run has used, with their files. */
  artifacts: Map<string, string[]>;
  /** The first folder in PATH, with `gh`. */
  bin: string;
  close(): Promise<void>;
};

/** A site's repository without anything of ours in it, the suite's own, and bare repositories behind both. */
export async function makeWorld(): Promise<World> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'suite-world-'));
  const dir = (name: string): string => {
    const made = path.join(root, name);
    mkdirSync(made, { recursive: true });
    return made;
  };
  const suite = dir('sources/suite');
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: SUITE_ROOT,
    encoding: 'utf8',
  });
  for (const file of listed.stdout.split('\0').filter(Boolean))
    cpSync(path.join(SUITE_ROOT, file), path.join(suite, file), { recursive: true, errorOnExist: false });
  const site = dir('sources/site');
  writeFileSync(path.join(site, 'package.json'), '{"name":"mysetlist"}\n');
  for (const name of [SUITE_REPOSITORY, SITE_REPOSITORY])
    spawnSync('git', ['init', '-q', '--bare', dir(`remotes/${name}`)]);
  const bin = dir('bin');
  // The part of `gh api` that a workflow uses.
  writeFileSync(
    path.join(bin, 'gh'),
    `#!/usr/bin/env bash\nexec "${process.execPath}" "${path.join(import.meta.dirname, 'gh-stub.ts')}" "$@"\n`,
  );
  chmodSync(path.join(bin, 'gh'), 0o755);
  const api = await startGithubApi();
  return {
    root,
    home: dir('home'),
    cache: dir('cache'),
    repositories: { [SUITE_REPOSITORY]: suite, [SITE_REPOSITORY]: site },
    serverUrl: `file://${path.join(root, 'remotes')}`,
    api,
    artifacts: new Map(),
    bin,
    close: async () => {
      await api.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
