// The semantic rules of a contract's file: each entry of a list of findings, and each whole judge of a body's meaning. A rule is shown by the samples
// on which it speaks: without it their findings are others.
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { Contract } from '../../../contracts/contract.ts';
import { SAMPLE_NOW } from '../../../contracts/sample-bodies.ts';
import { mutated } from '../../../proof/mutation/mutants.ts';

type Edit = { from: number; to: number; text: string };
export type Rule = Edit & { line: number; what: string };

/** Rules stand in the order of the text. */
export function rulesOf(file: string, source: string): Rule[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Rule[] = [];
  const add = (node: ts.Node, text: string): void => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
    const what = node.getText(tree).replaceAll(/\s+/g, ' ').slice(0, 70);
    found.push({ from: node.getStart(tree), to: node.getEnd(), text, line, what });
  };
  const visit = (node: ts.Node): void => {
    // Samples are lists, too, and no rules.
    if (ts.isPropertyAssignment(node) && node.name.getText(tree) === 'sample') return;
    if (ts.isVariableDeclaration(node) && /^sample/.test(node.name.getText(tree))) return;
    // `...atLeast(...)`, `...(a ? [] : ['text'])`: not `...NAME`, which only joins tables.
    if (ts.isSpreadElement(node) && ts.isArrayLiteralExpression(node.parent) && !ts.isIdentifier(node.expression))
      add(node, '...[]');
    if (ts.isCallExpression(node) && node.expression.getText(tree) === 'body' && node.arguments[1] !== undefined)
      add(node.arguments[1], '() => []');
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const texts = new Map<string, string>();
let version = 0;
registerHooks({
  load: (url, context, next) => {
    const source = texts.get(url);
    return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true };
  },
});

/** What all samples of a file's contracts come to, by sample; the file as `source`. */
async function findingsOn(file: string, source: string): Promise<Map<string, string>> {
  version += 1;
  const url = `${pathToFileURL(file).href}?rules=${version}`;
  texts.set(url, stripTypeScriptTypes(source));
  const module = (await import(url)) as Record<string, unknown>;
  texts.delete(url);
  const found = new Map<string, string>();
  for (const { id, cases } of Object.values(module).filter(isContract))
    for (const { name, json, sample } of cases) {
      const earlier = new Map<string, unknown>(Object.entries(sample?.earlier ?? {}));
      for (const [what, make] of Object.entries({ ...sample?.broken, ...sample?.degraded }))
        found.set(`${id}: ${name}: ${what}`, JSON.stringify(json?.(make(sample?.good ?? {}), SAMPLE_NOW, earlier)));
    }
  return found;
}
const isContract = (value: unknown): value is Contract =>
  typeof value === 'object' && value !== null && 'cases' in value && 'runbook' in value;

export type ShownRule = Rule & { shownBy: string[] };

/** Each rule of a file (absolute) with the samples on which it speaks. `change` gives the file another text. */
export async function shownRules(file: string, change = (source: string): string => source): Promise<ShownRule[]> {
  const source = change(readFileSync(file, 'utf8'));
  const whole = await findingsOn(file, source);
  const rules: ShownRule[] = [];
  for (const rule of rulesOf(file, source)) {
    const without = await findingsOn(file, mutated(source, rule));
    rules.push({ ...rule, shownBy: [...whole.keys()].filter((sample) => whole.get(sample) !== without.get(sample)) });
  }
  return rules;
}
