// Takes what runs could not store into the history: each file once, however often it is tried and by however many runs.
import { readSpools, removeSpool } from './spool-file.ts';
import type { History } from './store.ts';
import { writeEntry } from './write-entry.ts';

/** One line for each file taken in. Throws HistoryError where the history cannot take them: the files stay. */
export async function takeInSpools(history: History, folder: string): Promise<string[]> {
  const said: string[] = [];
  for (const spooled of readSpools(folder)) {
    const samples = await history.change(async (tx) => {
      const { changed } = await tx.query('INSERT OR IGNORE INTO batches VALUES (?, ?)', [spooled.id, Date.now()]);
      if (changed === 0) return undefined; // another run was faster, or was killed before it removed the file
      let written = 0;
      for (const entry of spooled.entries) written += await writeEntry(tx, history.words, entry);
      return written;
    });
    removeSpool(spooled);
    if (samples === undefined) continue;
    const torn = spooled.torn > 0 ? `; ${spooled.torn} line that was cut off is lost` : '';
    said.push(`taken into the history: ${samples} samples of ${spooled.id} that it could not take at the time${torn}`);
  }
  return said;
}
