// Texts that users read have no words that a non-native reader has to guess: the list of replacements is short and exact.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { CHECKS } from '../../../checks/index.ts';
import { COMMANDS } from '../../../commands/lib/command-table.ts';
import { ENVIRONMENT } from '../../../commands/lib/environment-table.ts';
import { FLAGS } from '../../../commands/lib/flag-table.ts';
import { FAULTS } from '../../../stand-in/faults.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** Each word with a plain replacement. Add a word only if it has no other use in our texts. */
const INSTEAD: Readonly<Record<string, string>> = {
  anew: 'again',
  beside: 'next to, in addition to, in parallel with',
  nobody: 'no user, no client, never',
  polite: 'limited',
  redden: 'turn red',
  reddened: 'turned red',
  somebody: 'a user, a client',
  stranger: 'guest, visitor without a session',
  strangers: 'guests, visitors without a session',
  tells: 'reports, returns, shows',
  told: 'reported, informed',
  untold: 'undelivered',
  whatever: 'for any, with any',
  whoever: 'the person, the client',
};
const GUESSED = new RegExp(`\\b(${Object.keys(INSTEAD).join('|')})\\b`, 'gi');

/** The guessed words of a text, in lower case. Code in backticks and links are names, not words. */
const guessedIn = (text: string): string[] =>
  [...text.replaceAll(/`[^`]*`|\]\([^)]*\)/g, '').matchAll(GUESSED)].map(([word]) => word.toLowerCase());
const problems = (texts: Iterable<readonly [where: string, text: string]>): string[] =>
  [...texts].flatMap(([where, text]) =>
    guessedIn(text).map((word) => `${where}: "${word}" in "${text.slice(0, 80)}": write ${INSTEAD[word] ?? ''}`),
  );

test('titles of checks and descriptions of faults use plain words', () => {
  assert.ok(CHECKS.length > 100 && FAULTS.length > 200);
  assert.deepEqual(problems(CHECKS.map(({ id, title }) => [id, title] as const)), []);
  assert.deepEqual(problems(FAULTS.map(({ id, description }) => [id, description] as const)), []);
});

test('texts of --help use plain words', () => {
  assert.deepEqual(problems(Object.entries(COMMANDS).map(([name, { does }]) => [name, does] as const)), []);
  assert.deepEqual(problems(Object.entries(FLAGS).map(([name, { help }]) => [`--${name}`, help] as const)), []);
  assert.deepEqual(problems(Object.entries(ENVIRONMENT).map(([name, { help }]) => [name, help] as const)), []);
});

test('documents use plain words outside their code', () => {
  const files = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: ROOT })];
  assert.ok(files.length > 10);
  for (const file of files) {
    const prose = readFileSync(path.join(ROOT, file), 'utf8').replaceAll(/^```[^]*?^```$/gm, '');
    assert.deepEqual(problems(prose.split('\n').map((line, i) => [`${file}:${i + 1}`, line] as const)), []);
  }
});

test('a guessed word is found in any case, and neither in code nor inside another word', () => {
  assert.deepEqual(guessedIn('Nobody is told'), ['nobody', 'told']);
  assert.deepEqual(guessedIn('`polite` and [this](told.md), foretold'), []);
});
