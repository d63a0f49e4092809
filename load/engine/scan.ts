// Reads a script before it runs: what k6 has and this engine has not is refused here, with file and line.
import { parse, type Node } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { EngineError, EXIT, Refusal } from './codes.ts';
import { MISSING_GLOBALS, MISSING_METHODS, MODULES, SELECT_INSTEAD } from './support.ts';

type Tree = Node & Record<string, unknown>;
/** `keys`: the first line of each property name, to say where an option stands. */
export type Scan = { imports: string[]; keys: Map<string, number> };

const nameOf = (node: unknown): string => {
  const { name, value } = (node ?? {}) as { name?: unknown; value?: unknown };
  return String(name ?? value ?? '');
};
const lineOf = (node: Tree): number => node.loc?.start.line ?? 0;

/** Syntax that k6's interpreter does not read as V8 does. */
function foreignSyntax(node: Tree): string | undefined {
  const { type } = node;
  if (type === 'ImportExpression') return 'import()';
  if (type === 'MetaProperty' && nameOf(node['meta']) === 'import') return 'import.meta';
  if (type === 'ForOfStatement' && node['await'] === true) return '"for await"';
  if (node['generator'] === true && node['async'] === true) return 'async generators';
  if (type === 'VariableDeclaration' && String(node['kind']).includes('using')) return '"using"';
  if (type === 'ImportDeclaration' && (node['attributes'] as unknown[]).length > 0) return 'import attributes';
  if (type === 'ExportAllDeclaration' && nameOf(node['source']) in MODULES) return `"export *" of a module of k6`;
  const { flags = '' } = (node['regex'] ?? {}) as { flags?: string };
  return /[vd]/.test(flags) ? `the regular expression flags "${flags}"` : undefined;
}

function parsed(source: string, file: string): Tree {
  try {
    const options = { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowHashBang: true } as const;
    return parse(source, options) as unknown as Tree;
  } catch (error) {
    throw new EngineError(EXIT.scriptException, `${file}: ${(error as Error).message}`);
  }
}

/** `source` is JavaScript, `file` is for messages. @throws EngineError 107 where it cannot be parsed; Refusal. */
export function scan(source: string, file: string): Scan {
  const refuse = (what: string, node: Tree, instead = ''): never => {
    throw new Refusal(what, `${file}:${lineOf(node)}`, instead);
  };
  const found: Scan = { imports: [], keys: new Map() };
  /** Names of this file that stand for a module of k6 (`k6/http`) or one of its exports (`k6/execution.test`). */
  const paths = new Map<string, string>();
  const pathOf = (node: Tree): string | undefined => {
    if (node.type === 'Identifier') return paths.get(nameOf(node));
    const owner = node.type === 'MemberExpression' ? pathOf(node['object'] as Tree) : undefined;
    const property = node['property'] as Tree;
    if (owner === undefined) return undefined;
    if (node['computed'] !== true || property.type === 'Literal') return `${owner}.${nameOf(property)}`;
    return owner in MODULES ? `${owner}[...]` : undefined;
  };
  const check = (path: string | undefined, node: Tree): void => {
    const [, module = '', rest = ''] = /^([^.[]+)\.?(.*)$/.exec(path ?? '') ?? [];
    const support = MODULES[module]?.[rest];
    const shown = `${module.replace('k6/', '')}${rest.startsWith('[') ? '' : '.'}${rest}`;
    if (rest.startsWith('[')) refuse(`${shown} with a name that is only known when it runs`, node);
    if (rest !== '' && support !== true && (support !== undefined || !rest.includes('.'))) refuse(shown, node, support);
  };
  const tree = parsed(source, file);
  for (const node of tree['body'] as Tree[]) {
    const from = node['source'] ? nameOf(node['source']) : undefined;
    if (from === undefined) continue;
    found.imports.push(from);
    if (!(from in MODULES) && !/^(\.{0,2}\/|file:)/.test(from)) refuse(`module "${from}"`, node);
    for (const one of (from in MODULES ? (node['specifiers'] ?? []) : []) as Tree[]) {
      const name = nameOf(one['imported'] ?? (one.type === 'ExportSpecifier' ? one['local'] : undefined)) || 'default';
      if (one.type === 'ExportSpecifier' && name === 'default') refuse(`module "${from}" as a value`, one);
      const path = name === 'default' ? from : `${from}.${name}`;
      // What is imported and not used does no harm.
      if (one.type === 'ExportSpecifier' || MODULES[from]?.[name] === undefined) check(path, one);
      paths.set(nameOf(one['local']), path);
    }
  }
  /** A module may only be used by its members: what else happens to it cannot be followed. */
  const isModule = (name: string): boolean => (paths.get(name) ?? '') in MODULES;
  const refuseValue = (node: Tree, name = nameOf(node)): void => refuse(`module "${paths.get(name)}" as a value`, node);
  const declared = new Set<string>();
  const globals: Tree[] = [];
  fullAncestor(tree, (raw, _state, ancestors, type) => {
    const node = raw as Tree;
    const name = nameOf(node);
    const foreign = foreignSyntax(node);
    if (foreign !== undefined) refuse(foreign, node);
    if ((type as string) === 'VariablePattern') return void declared.add(name);
    switch (node.type) {
      case 'Property': {
        const key = nameOf(node['key']);
        if (!found.keys.has(key)) found.keys.set(key, lineOf(node));
        break;
      }
      case 'ExportNamedDeclaration':
        for (const one of node['specifiers'] as Tree[])
          if (!node['source'] && isModule(nameOf(one['local']))) refuseValue(one, nameOf(one['local']));
        break;
      case 'MemberExpression':
        check(pathOf(node), node);
        break;
      case 'Identifier': {
        const parent = ancestors.at(-2) as Tree;
        if (MISSING_GLOBALS.includes(name)) globals.push(node);
        check(paths.get(name), node);
        if (!isModule(name) || parent.type === 'MemberExpression') break;
        const pattern = parent['id'] as Tree | undefined;
        if (pattern?.type !== 'ObjectPattern') refuseValue(node);
        for (const one of pattern?.['properties'] as Tree[]) check(`${paths.get(name)}.${nameOf(one['key'])}`, one);
        break;
      }
      case 'CallExpression': {
        const callee = node['callee'] as Tree;
        const method = callee.type === 'MemberExpression' ? nameOf(callee['property']) : '';
        if (MISSING_METHODS.includes(method)) refuse(`response.${method}()`, node);
        if (method === 'json' && (node['arguments'] as Tree[]).length > 0)
          refuse('selectors of response.json()', node, SELECT_INSTEAD);
      }
    }
  });
  for (const node of globals) if (!declared.has(nameOf(node))) refuse(`global "${nameOf(node)}"`, node);
  return found;
}
