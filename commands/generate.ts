// npm run generate: writes what is made from the code: contracts/published and the schema of verdict.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateSchemas } from '../contracts/index.ts';
import { writeVerdictSchema } from '../reports/verdict/verdict-schema.ts';
import { ROOT } from './lib/run-folder.ts';

const published = path.join(ROOT, 'contracts/published');
mkdirSync(published, { recursive: true });
for (const [name, text] of generateSchemas()) writeFileSync(path.join(published, name), text);
writeVerdictSchema();
