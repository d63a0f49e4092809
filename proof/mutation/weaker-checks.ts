// Ways in which a check gets weaker without anybody seeing it: an assertion is gone, a field may be missing, a limit of a schema is gone, a pattern
// takes anything, a row of a table is gone.
import ts from 'typescript';
import type { AddMutant } from './mutants.ts';

/** zod's limits, whose loss lets more values through. */
const LIMITS: ReadonlySet<string> = new Set([
  'min',
  'max',
  'length',
  'positive',
  'nonnegative',
  'regex',
  'startsWith',
  'endsWith',
  'includes',
]);
/** Of these every value may be missing already. */
const MAY_BE_MISSING = /\.(?:optional|nullish)\(\)|\bz\.(?:any|unknown)\(\)/;

/** `z.string().min(1)`: a call somewhere on a chain that begins with `z`. */
function isSchema(node: ts.Expression): boolean {
  let inner = node;
  while (ts.isCallExpression(inner) || ts.isPropertyAccessExpression(inner)) inner = inner.expression;
  return ts.isIdentifier(inner) && inner.text === 'z' && inner !== node;
}

/** The mistakes at this node, beside those that any code can hold. */
export function weaken(node: ts.Node, add: AddMutant, tree: ts.SourceFile): void {
  if (ts.isSpreadElement(node) && ts.isArrayLiteralExpression(node.parent)) add(node, '...[]', node, '');
  if (ts.isExpressionStatement(node) && isAssertion(node.expression)) add(node, ';', node, '');
  if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) add(node, '/(?:)/', node, 'any text');
  // An object or an array goes on with a comma, which may stand alone in an array only.
  if (isTableRow(node)) add(node, ts.isPropertyAssignment(node) ? '...{}' : '...[]', node, '');
  if (ts.isPropertyAssignment(node) && isSchema(node.initializer)) {
    const text = node.initializer.getText(tree);
    const isField = !MAY_BE_MISSING.test(text) && insideObjectSchema(node);
    if (isField) add(node.initializer, `${text}.optional()`, node, `${node.name.getText(tree)} may be missing`);
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression: of, name } = node.expression;
    if (LIMITS.has(name.text) && isSchema(of)) add(node, of.getText(tree), node);
  }
}

/** `await expect(...)...`, `expect(...)...`. */
function isAssertion(node: ts.Expression): boolean {
  let inner = node;
  while (ts.isAwaitExpression(inner) || ts.isCallExpression(inner) || ts.isPropertyAccessExpression(inner))
    inner = inner.expression;
  return ts.isIdentifier(inner) && inner.text === 'expect' && ts.isAwaitExpression(node);
}

/** A row of a table with at least two: an element or a property of what a name in capitals stands for. */
function isTableRow(node: ts.Node): boolean {
  const holder = node.parent as ts.Node | undefined;
  if (holder === undefined || ts.isSpreadElement(node)) return false;
  const rows = ts.isObjectLiteralExpression(holder) ? holder.properties : ts.isArrayLiteralExpression(holder) ? holder.elements : []; // prettier-ignore
  if (rows.length < 2) return false;
  let table: ts.Node = holder.parent;
  while (ts.isAsExpression(table) || ts.isSatisfiesExpression(table) || ts.isNewExpression(table)) table = table.parent;
  return ts.isVariableDeclaration(table) && /^[A-Z][A-Z0-9_]+$/.test(table.name.getText());
}

/** Whether the property stands in the object of `z.object({ ... })`. */
function insideObjectSchema(property: ts.PropertyAssignment): boolean {
  const call = property.parent.parent;
  return ts.isCallExpression(call) && isSchema(call.expression);
}
