// npm run generate: writes what is made from the code: the lists of checks, contracts/published and the schema of verdict.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listFile, LISTS, objectList } from './lib/generated-lists.ts';
import { ROOT } from './lib/run-folder.ts';

const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(ROOT, file)), { recursive: true });
  writeFileSync(path.join(ROOT, file), text);
};

// The lists of objects first: everything below imports them, and an old list may name a file that is gone.
for (const list of LISTS) write(listFile(list), await objectList(list));
const { generateSchemas } = await import('../contracts/index.ts');
for (const [name, text] of generateSchemas()) write(`contracts/published/${name}`, text);
const { writeVerdictSchema } = await import('../reports/verdict/verdict-schema.ts');
writeVerdictSchema();
