// Writes the published schema of verdict.json. A test holds that the file is current.
import { writeFileSync } from 'node:fs';
import { verdictJsonSchema } from './verdict-format.ts';

export const SCHEMA_FILE = new URL('./verdict.schema.json', import.meta.url);

export const writeVerdictSchema = (): void => writeFileSync(SCHEMA_FILE, verdictJsonSchema());
