// Mistakes of a journey that are not tried in a browser, each kind with its reason. All others must turn a cell of the matrix.
import ts from 'typescript';

/** A mistake as mutants.ts makes it: the node that is replaced, and the text in its place. */
type Mistake = { node: ts.Node; text: string };
type Rule = { what: string; why: string; holds: (mistake: Mistake) => boolean };

/** What a statement calls first: `expect` of `await expect(a).toBe(b);`, `test` of `test.slow();`. */
function calleeOf(statement: ts.Node): string | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  let inner: ts.Expression = statement.expression;
  while (ts.isAwaitExpression(inner) || ts.isCallExpression(inner) || ts.isPropertyAccessExpression(inner))
    inner = inner.expression;
  return ts.isIdentifier(inner) ? inner.text : undefined;
}

const statementOf = (node: ts.Node): ts.Node => (ts.isStatement(node) ? node : statementOf(node.parent));
const isAsserted = (node: ts.Node): boolean => ['expect', 'warnUnless'].includes(calleeOf(statementOf(node)) ?? '');

/** The call that ends the statement: `{ on: 'page', name: 'click' }` of `await page.click();`. */
function callOf(
  statement: ts.Node | undefined,
): { on: string; name: string; args: ts.NodeArray<ts.Expression> } | undefined {
  if (statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  const call = ts.isAwaitExpression(expression) ? expression.expression : expression;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  return { on: call.expression.expression.getText(), name: call.expression.name.text, args: call.arguments };
}

/** `await expect(LOCATOR).toBeVisible();`: the locator's text and the matcher. */
function assertionOf(statement: ts.Node): { locator: string; matcher: string } | undefined {
  const call = callOf(statement);
  if (call === undefined || calleeOf(statement) !== 'expect' || !ts.isExpressionStatement(statement)) return undefined;
  const awaited = statement.expression as ts.AwaitExpression;
  const matcher = awaited.expression as ts.CallExpression;
  const subject = (matcher.expression as ts.PropertyAccessExpression).expression;
  if (!ts.isCallExpression(subject) || subject.expression.getText() !== 'expect') return undefined;
  return { locator: subject.arguments[0]?.getText() ?? '', matcher: call.name };
}

/** The next statements of the same block up to its first action: what acts on the page and is no assertion. */
function nextAction(statement: ts.Node): ts.Node | undefined {
  if (!ts.isBlock(statement.parent)) return undefined;
  const { statements } = statement.parent;
  const after = statements.slice(statements.indexOf(statement as ts.Statement) + 1);
  return after.find((one) => !isAsserted(one));
}

const ACTIONS = /^(click|dblclick|fill|press|pressSequentially|focus|tap|check)$/;
const READY = /^(toBeVisible|toBeEnabled)$/;

export const LEFT_ALONE: readonly Rule[] = [
  {
    what: 'a whole journey',
    why: 'it is then missing from the generated list, which a test and CI compare',
    holds: ({ node, text }) => text === ';' && calleeOf(node) === 'test' && !/^test\.slow/.test(node.getText()),
  },
  {
    what: '`test.slow()`',
    why: 'it gives a journey more time and asserts nothing',
    holds: ({ node, text }) => text === ';' && /^test\.slow\(\)/.test(node.getText()),
  },
  {
    what: 'a row of a table',
    why: 'it is one more sample of what the assertions of its loop promise, and those are tried',
    holds: ({ node, text }) => /^\.\.\.(\{\}|\[\])$/.test(text) && !ts.isSpreadElement(node),
  },
  {
    what: 'a number outside of assertions',
    why: 'it is a setting, such as a width, a time or a place, and the next number does the same',
    holds: ({ node }) => ts.isNumericLiteral(node) && !isAsserted(node),
  },
  {
    what: 'the limit of something measured',
    why: 'it has a margin: faults are far beyond it, and no page is exactly at it',
    holds: ({ node }) => {
      const call = node.parent;
      if (!ts.isNumericLiteral(node) || !ts.isCallExpression(call) || !call.arguments.includes(node)) return false;
      return /\.toBe(Less|Greater)Than(OrEqual)?$/.test(call.expression.getText());
    },
  },
  {
    what: 'an element is shown, and the next action is on it',
    why: 'the action waits for the element to be visible and enabled, and fails where it is not',
    holds: ({ node, text }) => {
      const asserted = text === ';' ? assertionOf(node) : undefined;
      const action = asserted && READY.test(asserted.matcher) ? callOf(nextAction(node)) : undefined;
      return action !== undefined && action.on === asserted?.locator && ACTIONS.test(action.name);
    },
  },
  {
    what: 'an element has the focus, and the next key is Enter',
    why: 'the key goes to the element with the focus, and the journey fails where that is another one',
    holds: ({ node, text }) => {
      if (text !== ';' || assertionOf(node)?.matcher !== 'toBeFocused') return false;
      const action = callOf(nextAction(node));
      return action?.name === 'press' && /(^|\.)keyboard$/.test(action.on) && action.args[0]?.getText() === "'Enter'";
    },
  },
];

/** Why the mistake is not tried; undefined: it is. */
export const leftAloneWhy = (node: ts.Node, text: string): string | undefined =>
  LEFT_ALONE.find(({ holds }) => holds({ node, text }))?.why;
