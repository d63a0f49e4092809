// Stores an entry of a run or of a spool, in the caller's transaction.
import type { Transaction } from './database.ts';
import { recordStatements, deploymentStatement, liveStatement, runStatement, statesOf } from './run-rows.ts';
import type { SpoolEntry } from './spool-file.ts';
import type { WordNumbers } from './word-numbers.ts';
import { writeSamples } from './write-samples.ts';
import { stateStatements } from './write-states.ts';

/** Stores one entry of any site. Returns the number of new samples. */
export async function writeEntry(tx: Transaction, words: WordNumbers, entry: SpoolEntry): Promise<number> {
  if (entry.kind === 'samples') return writeSamples(tx, words, entry.target, entry.run, entry.samples);
  const site = await words.numberOf(tx, entry.target);
  const statements =
    entry.kind === 'run'
      ? [runStatement(site, entry.row)]
      : entry.kind === 'deployment'
        ? [deploymentStatement(site, entry), liveStatement(site, entry)]
        : entry.kind === 'states'
          ? await stateStatements(tx, words, site, entry.readings)
          : entry.kind === 'records'
            ? [
                ...recordStatements(site, entry.run, entry.records),
                ...(await stateStatements(tx, words, site, statesOf(entry.records))),
              ]
            : []; // of a later release
  for (const { sql, args } of statements) await tx.query(sql, args);
  return 0;
}
