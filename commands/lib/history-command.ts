// npm run history: an overview, or one of its four tasks.
import { createWriteStream, existsSync } from 'node:fs';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { checkHistory } from '../../monitoring/history/check-history.ts';
import { exportLines } from '../../monitoring/history/export-history.ts';
import { isServer } from '../../monitoring/history/database.ts';
import { HistoryError } from '../../monitoring/history/history-error.ts';
import { NOT_THERE } from '../../monitoring/history/history-reader.ts';
import { overview } from '../../monitoring/history/overview.ts';
import { readSpools } from '../../monitoring/history/spool-file.ts';
import type { History } from '../../monitoring/history/store.ts';
import { importSpools } from '../../monitoring/history/import-spools.ts';
import { EXIT_CODES, USAGE_EXIT } from '../../reports/verdict/exit-codes.ts';
import type { Config } from './config.ts';
import { ingestRun, NotARun } from './ingest-run.ts';
import { historyLocation, openHistoryOf, spoolOf } from './open-history.ts';
import { complain, say } from './say.ts';

/**
 * Returns the exit code: 0; 2 if there is no data of this site to check; 3 if the history cannot be used or a check found problems;
 * 4 if --ingest does not name a run of this site, or --history does not name a file.
 */
export async function historyCommand({ flags }: Config): Promise<number> {
  const location = historyLocation(flags.history);
  const spool = spoolOf(location);
  // Opening creates a file, which only a run with new data should do.
  if (flags.ingest === undefined && !isServer(location) && !existsSync(location) && readSpools(spool).length === 0) {
    complain(
      `history: there is no history ${location} yet. A run of the monitor or --ingest creates it. To use another one, set --history`,
    );
    return USAGE_EXIT;
  }
  try {
    const history = await openHistoryOf((flags.target as URL).origin, location);
    try {
      if (flags.export) return await exportTo(history, flags.out);
      for (const line of flags['check-history'] ? [] : await importSpools(history, spool)) say(line);
      if (flags.ingest !== undefined) {
        say(await ingestRun(history, flags.ingest));
        return EXIT_CODES.pass;
      }
      if (flags.prune) await pruneAll(history);
      if (flags['check-history']) return await check(history, spool);
      for (const line of await overview(history)) say(line);
      return EXIT_CODES.pass;
    } finally {
      await history.close();
    }
  } catch (error) {
    if (error instanceof NotARun) {
      complain(`history: ${error.message}`);
      return USAGE_EXIT;
    }
    if (!(error instanceof HistoryError)) throw error;
    complain(`history: ${error.message}`);
    return EXIT_CODES.broken;
  }
}

async function exportTo(history: History, out: string | undefined): Promise<number> {
  const file = out === undefined ? undefined : createWriteStream(out, { mode: 0o600 });
  const stream: Writable = file ?? process.stdout;
  let rows = 0;
  for await (const line of exportLines(history)) {
    rows += 1;
    if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  }
  if (file) {
    file.end();
    await once(file, 'finish');
    say(`${rows} rows of ${history.target} in ${out}`);
  }
  return EXIT_CODES.pass;
}

async function pruneAll(history: History): Promise<void> {
  await history.prune(Date.now());
  // A user calls it to free disk space, so the file is shrunk; pruning by a tick does not shrink it.
  if (history.db.isFile) await history.db.query('VACUUM');
}

async function check(history: History, spool: string): Promise<number> {
  const problems = await checkHistory(history);
  for (const problem of problems) say(`problem: ${problem}`);
  const waiting = readSpools(spool).length;
  if (waiting > 0) say(`${waiting} spool files in ${spool} will be imported by the next tick`);
  if (problems.length > 0) {
    say(`${problems.length} problems found`);
    return EXIT_CODES.broken;
  }
  if ((await history.targetKeys())[0] === NOT_THERE) {
    say(`the history is intact and has no data of ${history.target}: there is nothing to check`);
    return EXIT_CODES.inconclusive;
  }
  say('the history is intact');
  return EXIT_CODES.pass;
}
