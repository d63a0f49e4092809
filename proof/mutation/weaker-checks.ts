// Ways in which a check gets weaker without anybody seeing it: an assertion is gone, a field may be missing, a limit of a schema is gone.
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

/** Whether the property stands in the object of `z.object({ ... })`. */
function insideObjectSchema(property: ts.PropertyAssignment): boolean {
  const call = property.parent.parent;
  return ts.isCallExpression(call) && isSchema(call.expression);
}
