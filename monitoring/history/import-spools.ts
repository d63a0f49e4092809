// Imports spool files into the history. Each file is imported once, also when several runs try it.
import { readSpools, removeSpool } from './spool-file.ts';
import type { History } from './store.ts';
import { writeEntry } from './write-entry.ts';

/** Returns one line for each imported file. Throws HistoryError if the history cannot be written; the files then stay. */
export async function importSpools(history: History, folder: string): Promise<string[]> {
  const imported: string[] = [];
  for (const spooled of readSpools(folder)) {
    const samples = await history.change(async (tx) => {
      const { changed } = await tx.query('INSERT OR IGNORE INTO batches VALUES (?, ?)', [spooled.id, Date.now()]);
      if (changed === 0) return undefined; // another run imported it, or was killed before it removed the file
      let written = 0;
      for (const entry of spooled.entries) written += await writeEntry(tx, history.words, entry);
      return written;
    });
    removeSpool(spooled);
    if (samples === undefined) continue;
    const torn = spooled.torn > 0 ? `; ${spooled.torn} incomplete line is lost` : '';
    imported.push(`imported into the history: ${samples} samples of spool ${spooled.id}${torn}`);
  }
  return imported;
}
