// docs/proof-figures.json, and the README's block generated from it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { survivorsPage } from '../../proof/mutation/survivors-page.ts';
import { figuresText, proofFigures, type ProofFigures } from '../../proof/proof-figures.ts';
import { ROOT } from './run-folder.ts';

const FIGURES = 'docs/proof-figures.json';
const BEGIN = '<!-- proof figures: made by npm run generate -->';
const END = '<!-- end of proof figures -->';

/** Merges new figures into the file. Throws if the file has another format. */
export function keepFigures(file: string, found: ProofFigures): void {
  const kept = existsSync(file) ? proofFigures.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  const mutation = { ...kept.mutation, ...found.mutation };
  const rooms = Object.keys(mutation).length > 0 ? { mutation } : {};
  writeFileSync(file, `${JSON.stringify({ ...kept, ...found, ...rooms }, null, 2)}\n`);
}

const figures = (): ProofFigures => proofFigures.parse(JSON.parse(readFileSync(path.join(ROOT, FIGURES), 'utf8')));

export const mutationPage = (): string => survivorsPage(figures());

/** The README with the block for the current figures. Throws if it has no block. */
export function readmeWithFigures(): string {
  const text = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  return withBlock(text, figuresText(figures()));
}

/** `text` with `lines` between the two marks. */
export function withBlock(text: string, lines: readonly string[]): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`README.md has no block between "${BEGIN}" and "${END}"`);
  return `${text.slice(0, from + BEGIN.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`;
}
