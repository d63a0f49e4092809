// Which checks a mistake in a file of journeys can weaken: the one whose test holds it, or all of the file where it stands beside them.
import ts from 'typescript';

/** `declared`: the ids of the checks of the file. `from`: the offset of the mistake. */
export function checksOfMutant(source: string, from: number, declared: readonly string[]): readonly string[] {
  const tree = ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest, true);
  const own = tree.statements.find((one) => one.getStart(tree) <= from && from < one.getEnd());
  const id = own && idIn(own);
  // Checks that are made in a loop have no id that can be read.
  return id !== undefined && declared.includes(id) ? [id] : declared;
}

/** The id that the statement declares: `test(...proves({ id: 'journey.x', ... }), ...)`. */
function idIn(statement: ts.Statement): string | undefined {
  const visit = (node: ts.Node): string | undefined => {
    const isId = ts.isPropertyAssignment(node) && node.name.getText() === 'id' && ts.isStringLiteral(node.initializer);
    return isId ? node.initializer.text : ts.forEachChild(node, visit);
  };
  return visit(statement);
}
