// Everything in the repository that is written by code. One row a room; `npm run generate` writes the files and a test compares them.
import { generateSchemas } from '../../contracts/index.ts';
import { verdictJsonSchema } from '../../reports/verdict/verdict-format.ts';

/** A path below the repository's root, with `/`, and the whole text of that file. */
export type GeneratedFile = readonly [path: string, text: string];

const GENERATORS: readonly (() => readonly GeneratedFile[])[] = [
  () => [...generateSchemas()].map(([name, text]) => [`contracts/published/${name}`, text]),
  () => [['reports/verdict/verdict.schema.json', verdictJsonSchema()]],
];

export const generatedFiles = (): GeneratedFile[] => GENERATORS.flatMap((files) => [...files()]);
