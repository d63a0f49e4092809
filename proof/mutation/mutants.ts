// Small mistakes that a file could hold, each as one edit of its text, made from TypeScript's own syntax tree. Texts are left alone.
import ts from 'typescript';
import { weaken } from './weaker-checks.ts';

export type Mutant = {
  /** Below the repository's root, with `/`. */
  file: string;
  line: number;
  column: number;
  /** The edit, as offsets of the text. */
  from: number;
  to: number;
  text: string;
  /** `a < b -> a <= b`. */
  what: string;
  /** The line of the file on which the edit begins. */
  code: string;
};

const SWAPPED = new Map<ts.SyntaxKind, readonly string[]>([
  [ts.SyntaxKind.LessThanToken, ['<=', '>=']],
  [ts.SyntaxKind.LessThanEqualsToken, ['<', '>']],
  [ts.SyntaxKind.GreaterThanToken, ['>=', '<=']],
  [ts.SyntaxKind.GreaterThanEqualsToken, ['>', '<']],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ['!==']],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ['===']],
  [ts.SyntaxKind.PlusToken, ['-']],
  [ts.SyntaxKind.MinusToken, ['+']],
  [ts.SyntaxKind.AsteriskToken, ['/']],
  [ts.SyntaxKind.SlashToken, ['*']],
  [ts.SyntaxKind.AmpersandAmpersandToken, ['||']],
  [ts.SyntaxKind.BarBarToken, ['&&']],
  [ts.SyntaxKind.PlusEqualsToken, ['-=']],
  [ts.SyntaxKind.MinusEqualsToken, ['+=']],
]);
const RENAMED = new Map([
  ['min', 'max'],
  ['max', 'min'],
  ['some', 'every'],
  ['every', 'some'],
  ['floor', 'ceil'],
  ['ceil', 'floor'],
  ['find', 'findLast'],
]);
const LONGEST = 70;

export type MutantKinds = {
  /** Also the ways in which a check gets weaker: see weaker-checks.ts. */
  weakened?: boolean;
  /** What is so named is left alone, with all that it holds. */
  except?: RegExp;
  /** Why the mistake is not made; undefined: it is. */
  leftAlone?: (node: ts.Node, text: string) => string | undefined;
};
export type AddMutant = (node: ts.Node, text: string, shown?: ts.Node, after?: string) => void;

/** All mutants of a file's text, in the order of the text. Types, imports and texts have none. */
export function mutantsOf(
  file: string,
  source: string,
  { weakened = false, except, leftAlone }: MutantKinds = {},
): Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const lines = source.split('\n');
  const found: Mutant[] = [];
  const add = (node: ts.Node, text: string, shown: ts.Node = node, after = text): void => {
    if (leftAlone?.(node, text) !== undefined) return;
    const from = node.getStart(tree);
    const { line, character } = tree.getLineAndCharacterOfPosition(from);
    const what = `${oneLine(shown.getText(tree))} -> ${oneLine(after) || 'nothing'}`;
    const code = lines[line]?.trim() ?? '';
    found.push({ file, line: line + 1, column: character + 1, from, to: node.getEnd(), text, what, code });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isExportDeclaration(node)) return;
    const isNamed = ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isFunctionDeclaration(node);
    if (isNamed && node.name !== undefined && except?.test(node.name.getText(tree))) return;
    ofNode(node, add, tree);
    if (weakened) weaken(node, add, tree);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found.sort((a, b) => a.from - b.from || a.text.localeCompare(b.text));
}

function ofNode(node: ts.Node, add: AddMutant, tree: ts.SourceFile): void {
  if (ts.isBinaryExpression(node)) ofOperator(node, add, tree);
  else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    add(node, `(${node.operand.getText(tree)})`, node, node.operand.getText(tree));
  else if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, 'false');
  else if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, 'true');
  else if (ts.isNumericLiteral(node))
    add(node, node.text === '0' ? '1' : `(${node.text} + 1)`, node, `${node.text} + 1`);
  else if (ts.isIfStatement(node)) ofCondition(node.expression, add);
  else if (ts.isConditionalExpression(node)) ofCondition(node.condition, add);
  else if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent) && node.parent.expression === node) {
    const other = RENAMED.get(node.name.text);
    if (other !== undefined) add(node.name, other);
  } else if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
    const called = node.expression.expression;
    // A class without super() is no class.
    if (called.kind !== ts.SyntaxKind.SuperKeyword) add(node, ';', node, '');
  }
}

function ofOperator(node: ts.BinaryExpression, add: AddMutant, tree: ts.SourceFile): void {
  const { left, operatorToken: operator, right } = node;
  const isText = [left, right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side));
  if (operator.kind === ts.SyntaxKind.QuestionQuestionToken)
    add(node, `(${left.getText(tree)})`, node, left.getText(tree));
  if (isText && operator.kind === ts.SyntaxKind.PlusToken) return;
  for (const other of SWAPPED.get(operator.kind) ?? [])
    add(operator, other, node, `${left.getText(tree)} ${other} ${right.getText(tree)}`);
}

function ofCondition(condition: ts.Expression, add: AddMutant): void {
  for (const value of ['true', 'false']) add(condition, value, condition, value);
}

const oneLine = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
};

/** The text with the mistake in it. */
export const mutated = (source: string, { from, to, text }: Pick<Mutant, 'from' | 'to' | 'text'>): string =>
  source.slice(0, from) + text + source.slice(to);
