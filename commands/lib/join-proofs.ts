// `npm run prove -- --join FILE,...`: the proof.json files of several shards as one matrix. With --out its figures are stored if it is complete.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { proofCounts, rowText } from '../../proof/proof-matrix.ts';
import { joinedProofs } from '../../proof/proof-shards.ts';
import { proofSubjects } from '../../proof/proof-subjects.ts';
import { EXIT_CODES, USAGE_EXIT } from '../../reports/verdict/exit-codes.ts';
import type { Config } from './config.ts';
import { keepFigures } from './proof-figures-file.ts';
import { openRunFolder } from './run-folder.ts';
import { complain, say } from './say.ts';

const rowsSchema = z.array(
  z.strictObject({
    fault: z.string(),
    stages: z.array(z.string()),
    expected: z.array(z.string()),
    found: z.array(z.string()),
    verdict: z.string(),
    proved: z.boolean(),
    note: z.string().exactOptional(),
    seconds: z.number().exactOptional(),
  }),
);

/** The exit code: 0 all proved, 1 something differs, 2 a fault is in none of the files, 4 a file cannot be read. */
export function joinProofs({ flags }: Config): number {
  const parts: z.output<typeof rowsSchema>[] = [];
  for (const file of flags.join ?? []) {
    try {
      parts.push(rowsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      complain(`prove: cannot read ${file} as a proof.json: ${why}`);
      return USAGE_EXIT;
    }
  }
  const { rows, missing, repeated } = joinedProofs(
    parts,
    proofSubjects(flags.fault).map(({ id }) => id),
  );
  for (const row of rows) if (!row.proved) say(rowText(row));
  if (repeated.length > 0) say(`in several files, the last one counts: ${repeated.join(' ')}`);
  if (missing.length > 0) say(`in none of the files: ${missing.join(' ')}`);
  const folder = openRunFolder(new Date());
  writeFileSync(path.join(folder.dir, 'proof.json'), `${JSON.stringify(rows, null, 2)}\n`);
  folder.close();
  const { proved, wrong } = proofCounts(rows);
  const file = path.join(path.relative(process.cwd(), folder.dir), 'proof.json');
  say(`${proved} proved, ${wrong} differ, ${missing.length} missing; ${file}`);
  if (flags.out !== undefined && missing.length === 0) {
    const day = new Date().toISOString().slice(0, 10);
    keepFigures(flags.out, { whole: { day, faults: rows.length, proved } });
  }
  if (wrong > 0) return EXIT_CODES.breach;
  return missing.length > 0 ? EXIT_CODES.inconclusive : EXIT_CODES.pass;
}
