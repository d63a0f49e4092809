// What a run that does not own the history adds to it. A tick loop keeps the file for up to an hour; a gate or an acknowledgement that
// ends meanwhile leaves its change as a request beside the file, and whoever writes next repeats it on its own copy.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { runCommand } from './suite-command.ts';

export type Request = { id: string; at: string; target: string } & (
  | { kind: 'acknowledge'; args: string[] }
  /** A finished run: the files of its folder, zstd and base64. */
  | { kind: 'run'; files: Record<string, string> }
);
/** A loop lasts at most 350 minutes, so after a day every writer has seen a request. */
const KEEP_MS = 86_400_000;
/** Of a run's folder: what the history is made from. */
export const RUN_FILES = ['results.ndjson', 'verdict.json'] as const;

export const stillNeeded = (requests: readonly Request[], now: Date): Request[] =>
  requests.filter((request) => now.getTime() - Date.parse(request.at) < KEEP_MS);

/** Repeats a request on the history in `file`. Returns the command's exit code. */
export async function applyRequest(request: Request, file: string, workFolder: string): Promise<number> {
  if (request.kind === 'acknowledge') {
    const end = await runCommand('incidents', ['--target', request.target, '--history', file, ...request.args]);
    return end.code;
  }
  const dir = mkdtempSync(path.join(workFolder, 'run-'));
  try {
    for (const name of RUN_FILES) {
      const packed = request.files[name];
      if (packed === undefined) continue;
      mkdirSync(dir, { recursive: true });
      writeFileSync(path.join(dir, name), zstdDecompressSync(Buffer.from(packed, 'base64')));
    }
    return (await runCommand('history', ['--target', request.target, '--history', file, '--ingest', dir])).code;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
