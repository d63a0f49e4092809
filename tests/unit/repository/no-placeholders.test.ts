// What a command, a notice or a page prints is pasted by a tired person: no text has a placeholder such as `[PREVIOUS_DEPLOYMENT_URL]`.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import ts from 'typescript';
import { TOPICS } from '../../../monitoring/alerts/finding.ts';
import { bodyLines } from '../../../monitoring/notify/notice-text.ts';
import { rollbackAdvice } from '../../../reports/verdict/rollback-advice.ts';
import { KINDS, sampleNotice, TARGET } from '../notify/sample-notices.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PLACEHOLDER =
  /\[[A-Z][A-Z_ -]{2,}[0-9A-Z_ -]*\]|\[Your [^\]]*\]|<[A-Z][A-Z_]{2,}>|<your[- _][^>]*>|\bYOUR_[A-Z]|--by NAME/;

/** Every text of a file. What is filled in at run time is shown as `0`. */
function textsOf(source: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node))
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('0'));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest));
  return texts;
}
const placeholdersIn = (source: string): string[] => textsOf(source).filter((text) => PLACEHOLDER.test(text));

test('no text of the suite has a placeholder', () => {
  const rooms = '{actions,checks,commands,common,contracts,load,monitoring,proof,reports}/**/*.{ts,mjs}';
  // The table of the runbook's own statements quotes its placeholders.
  const files = globSync(rooms, { cwd: ROOT, exclude: ['commands/lib/runbook-coverage-table.ts'] });
  assert.ok(files.length > 300);
  const found = files.flatMap((file) => {
    const source = readFileSync(path.join(ROOT, file), 'utf8');
    // Parsing is slow: most files have nothing of the form, not even in their code.
    return PLACEHOLDER.test(source) ? placeholdersIn(source).map((text) => `${file}: ${text}`) : [];
  });
  assert.deepEqual(found, []);
});

test('no notice of any topic and kind, and no rollback, has one', () => {
  const notices = TOPICS.flatMap((topic) => KINDS.map((kind) => sampleNotice(kind, { incident: { topic } })));
  const known = { commit: 'a'.repeat(40), at: '2026-01-01T00:00:00.000Z' };
  const rollbacks = [undefined, { ...known, address: TARGET }, { ...known, address: 'https://b.example' }];
  const texts = [
    ...notices.flatMap(bodyLines),
    ...rollbacks.flatMap((good) => Object.values(rollbackAdvice(TARGET, good)).flat()),
  ];
  assert.ok(texts.length > 1_000);
  assert.deepEqual(
    texts.filter((text) => text !== undefined && PLACEHOLDER.test(text)),
    [],
  );
});

test('a placeholder is found in a text, and code is not taken for one', () => {
  assert.deepEqual(
    placeholdersIn("const a = ['vercel alias set [PREVIOUS_URL] x', `[URL_OF_${commit}]`, '<your-name>'];"),
    ['vercel alias set [PREVIOUS_URL] x', '[URL_OF_0]', '<your-name>'],
  );
  assert.deepEqual(
    placeholdersIn('const b = process.env[FAILED_SO_FAR]; const { [NAME_OF]: c } = d as Map<STRING>;'),
    [],
  );
});
