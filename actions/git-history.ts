// The history between runs, on a ref of the caller's repository: one commit without a parent, replaced by each run that writes.
// Its tree: the database, rewritten without its free pages and compressed (30 days: 2.2 MB), and requests.json. A ref outside refs/heads starts
// no workflow and no Vercel preview.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
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
  /** Bytes that the compressed database moves. */
  bytes: number;
};

const GIT_DEADLINE_MS = 120_000;
const DATABASE = 'history.db.zst';

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
    const packed = this.#git(['cat-file', 'blob', `refs/heads/read:${DATABASE}`]);
    if (file !== undefined) {
      mkdirSync(path.dirname(file), { recursive: true });
      for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
      writeFileSync(file, unpacked(packed), { mode: 0o600 });
    }
    const requests = JSON.parse(
      this.#git(['cat-file', 'blob', 'refs/heads/read:requests.json']).toString(),
    ) as Request[];
    return { commit: this.#git(['rev-parse', 'refs/heads/read']).toString().trim(), requests, bytes: packed.length };
  }

  /**
   * Replaces what the ref holds, if it still names `over` (empty: does not exist yet). Returns the new commit, or undefined where
   * another run was faster. Throws GitHistoryError where the file is damaged or the repository refuses.
   */
  push(file: string, requests: readonly Request[], over: string): { commit: string; bytes: number } | undefined {
    const packed = zstdCompressSync(this.#compact(file));
    const blob = (content: Buffer | string): string =>
      this.#git(['hash-object', '-w', '--stdin'], content).toString().trim();
    const entries = [
      `100644 blob ${blob(packed)}\t${DATABASE}`,
      `100644 blob ${blob(JSON.stringify(requests))}\trequests.json`,
    ];
    const tree = this.#git(['mktree'], `${entries.join('\n')}\n`)
      .toString()
      .trim();
    const commit = this.#git(['commit-tree', tree, '-m', 'Synthetic history']).toString().trim();
    const end = this.#run([
      'push',
      '--quiet',
      `--force-with-lease=${this.#ref}:${over}`,
      this.#remote,
      `${commit}:${this.#ref}`,
    ]);
    if (end.status === 0) return { commit, bytes: packed.length };
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

  /** A copy without free pages, its log written into it. Throws where SQLite finds the file damaged: that must not replace a good one. */
  #compact(file: string): Buffer {
    if (!existsSync(file)) throw new GitHistoryError(`there is no history at ${file} to keep`);
    const copy = path.join(this.#dir, 'compact.db');
    rmSync(copy, { force: true });
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(file, { timeout: 10_000 });
      const [row] = database.prepare('PRAGMA quick_check(1)').all();
      if (row?.['quick_check'] !== 'ok') throw new Error(String(row?.['quick_check']));
      database.prepare('VACUUM INTO ?').run(copy);
      return readFileSync(copy);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new GitHistoryError(`the history at ${file} cannot be kept: ${why}`);
    } finally {
      database?.close();
      rmSync(copy, { force: true });
    }
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

/** Throws where the ref holds something else than a compressed database. */
function unpacked(packed: Buffer): Buffer {
  try {
    return zstdDecompressSync(packed);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GitHistoryError(`the stored history is damaged: ${why}. Delete the ref to begin a new one.`);
  }
}
