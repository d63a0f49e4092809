// The history between runs, on a ref of the caller's repository: one commit without a parent, replaced by each run that writes.
// Its tree: the database in parts, and requests.json. Git sends only parts that have changed. A ref outside refs/heads starts no workflow and no Vercel preview.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Request } from './history-requests.ts';

/** The stored history cannot be read or written; the message holds no token. */
export class GitHistoryError extends Error {
  override name = 'GitHistoryError';
}
export type Snapshot = {
  /** The commit that was read; empty where there is no history yet. */
  commit: string;
  /** What other runs have added; all of them are in the file that came with them. */
  requests: Request[];
  /** Bytes of the database. */
  bytes: number;
};

const GIT_DEADLINE_MS = 120_000;
const PARTS = 'history';
/** A tick changes few pages of the database: parts of this size are mostly the ones of the tick before. */
const PART_BYTES = 256 * 1024;

export class GitHistory {
  readonly #remote: string;
  readonly #ref: string;
  readonly #dir: string;
  readonly #env: NodeJS.ProcessEnv;

  /** `remote`: an address or a folder; `token`: GitHub's, sent as a header and never part of a command line. */
  constructor(remote: string, ref: string, token: string, workFolder: string) {
    this.#remote = remote;
    this.#ref = ref;
    mkdirSync(workFolder, { recursive: true });
    this.#dir = mkdtempSync(path.join(workFolder, 'ref-'));
    const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
    this.#env = {
      ...process.env,
      GIT_TERMINAL_PROMPT: '0',
      ...(token ? { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.extraHeader', GIT_CONFIG_VALUE_0: header } : {}),
      ...Object.fromEntries(
        ['AUTHOR', 'COMMITTER'].flatMap((who) => [
          [`GIT_${who}_NAME`, 'mysetlist-synthetic'],
          [`GIT_${who}_EMAIL`, 'synthetic@users.noreply.github.com'],
        ]),
      ),
    };
    this.#git(['init', '--quiet', '--bare']);
  }

  /** The commit that the ref names now; empty where it does not exist. */
  tip(): string {
    return this.#git(['ls-remote', this.#remote, this.#ref]).toString().split('\t')[0] ?? '';
  }

  /** Fetches the newest; writes the database to `file` where it is given. */
  pull(file?: string): Snapshot {
    const commit = this.tip();
    if (commit === '') return { commit, requests: [], bytes: 0 };
    this.#git(['fetch', '--quiet', '--depth=1', '--no-tags', this.#remote, `+${this.#ref}:refs/heads/read`]);
    const tree = path.join(this.#dir, 'tree');
    rmSync(tree, { recursive: true, force: true });
    mkdirSync(tree);
    this.#git([`--work-tree=${tree}`, 'checkout', '--quiet', '--force', 'refs/heads/read', '--', '.']);
    const names = readdirSync(path.join(tree, PARTS)).sort();
    const whole = Buffer.concat(names.map((name) => readFileSync(path.join(tree, PARTS, name))));
    if (file !== undefined) {
      mkdirSync(path.dirname(file), { recursive: true });
      for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
      writeFileSync(file, whole, { mode: 0o600 });
    }
    const requests = JSON.parse(
      this.#git(['cat-file', 'blob', 'refs/heads/read:requests.json']).toString(),
    ) as Request[];
    return { commit: this.#git(['rev-parse', 'refs/heads/read']).toString().trim(), requests, bytes: whole.length };
  }

  /**
   * Replaces what the ref holds, if it still names `over` (empty: does not exist yet). Returns the new commit, or undefined where
   * another run was faster. Throws GitHistoryError where the file is damaged or the repository refuses.
   */
  push(file: string, requests: readonly Request[], over: string): { commit: string; bytes: number } | undefined {
    const whole = settled(file);
    const blob = (content: Buffer | string): string =>
      this.#git(['hash-object', '-w', '--stdin'], content).toString().trim();
    const treeOf = (entries: readonly string[]): string =>
      this.#git(['mktree'], `${entries.join('\n')}\n`)
        .toString()
        .trim();
    const folder = path.join(this.#dir, 'parts');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const files = Array.from({ length: Math.ceil(whole.length / PART_BYTES) }, (_, i) => {
      const name = path.join(folder, String(i).padStart(5, '0'));
      writeFileSync(name, whole.subarray(i * PART_BYTES, (i + 1) * PART_BYTES));
      return name;
    });
    const ids = this.#git(['hash-object', '-w', '--no-filters', '--stdin-paths'], `${files.join('\n')}\n`);
    const parts = ids
      .toString()
      .trim()
      .split('\n')
      .map((id, i) => `100644 blob ${id}\t${path.basename(files[i] ?? '')}`);
    const tree = treeOf([
      `040000 tree ${treeOf(parts)}\t${PARTS}`,
      `100644 blob ${blob(JSON.stringify(requests))}\trequests.json`,
    ]);
    const commit = this.#git(['commit-tree', tree, '-m', 'Synthetic history']).toString().trim();
    // Only in a shallow repository does git leave out the parts that a commit without common parents has, too.
    if (over !== '') writeFileSync(path.join(this.#dir, 'shallow'), `${over}\n`);
    const end = this.#run([
      'push',
      '--quiet',
      `--force-with-lease=${this.#ref}:${over}`,
      this.#remote,
      `${commit}:${this.#ref}`,
    ]);
    if (end.status === 0) return { commit, bytes: whole.length };
    const said = end.stderr.toString();
    if (/stale info|fetch first|non-fast-forward|cannot lock ref|reference already exists/i.test(said))
      return undefined;
    throw new GitHistoryError(
      `cannot write the history to ${this.#ref}: ${said.trim()}. The job needs the permission "contents: write".`,
    );
  }

  close(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #run(args: string[], input?: Buffer | string): { status: number | null; stdout: Buffer; stderr: Buffer } {
    return spawnSync('git', args, {
      cwd: this.#dir,
      env: this.#env,
      input,
      timeout: GIT_DEADLINE_MS,
      maxBuffer: 500_000_000,
    });
  }

  #git(args: string[], input?: Buffer | string): Buffer {
    const end = this.#run(args, input);
    if (end.status === 0) return end.stdout;
    throw new GitHistoryError(
      `git ${args[0] ?? ''} of the history failed: ${end.stderr.toString().trim() || `status ${end.status}`}`,
    );
  }
}

/** The database as one file, its log written into it. Throws where SQLite finds it damaged: that must not replace a good one. */
function settled(file: string): Buffer {
  if (!existsSync(file)) throw new GitHistoryError(`there is no history at ${file} to keep`);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 10_000 });
    const [row] = database.prepare('PRAGMA quick_check(1)').all();
    if (row?.['quick_check'] !== 'ok') throw new Error(String(row?.['quick_check']));
    const [log] = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    if (log?.['busy'] !== 0) throw new Error('another process is writing it');
    return readFileSync(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GitHistoryError(`the history at ${file} cannot be kept: ${why}`);
  } finally {
    database?.close();
  }
}
