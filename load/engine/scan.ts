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
  if (type.startsWith('Export') && nameOf(node['source']) in MODULES) return '"export ... from" a module of k6';
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
  const declared = new Set<string>();
  const globals: Tree[] = [];
  /** Names of this file that stand for a module of k6, or with `member` for one of its exports. */
  const names = new Map<string, { module: string; member?: string }>();
  const check = (module: string, member: string, node: Tree): void => {
    const support = MODULES[module]?.[member];
    if (support !== true) refuse(`${module.replace('k6/', '')}.${member}`, node, support);
  };
  const use = (node: Tree, parent: Tree | undefined): void => {
    const { module = '', member } = names.get(nameOf(node)) ?? {};
    if (member !== undefined) return check(module, member, node);
    if (module === '') return;
    if (parent?.type !== 'MemberExpression') refuse(`module "${module}" as a value`, node);
    const property = parent?.['property'] as Tree;
    if (parent?.['computed'] === true && property.type !== 'Literal')
      refuse(`${module}[...] with a name that is only known when it runs`, node);
    check(module, nameOf(property), node);
  };
  const tree = parsed(source, file);
  for (const node of tree['body'] as Tree[]) {
    const module = node['source'] ? nameOf(node['source']) : undefined;
    if (module === undefined) continue;
    found.imports.push(module);
    if (!(module in MODULES) && !/^(\.{0,2}\/|file:)/.test(module)) refuse(`module "${module}"`, node);
    for (const one of (module in MODULES ? (node['specifiers'] ?? []) : []) as Tree[]) {
      const member = nameOf(one['imported'] ?? '') || 'default';
      // What is imported and not used does no harm.
      if (member !== 'default' && MODULES[module]?.[member] === undefined) check(module, member, one);
      names.set(nameOf(one['local']), { module, ...(member !== 'default' && { member }) });
    }
  }
  fullAncestor(tree, (raw, _state, ancestors, type) => {
    const node = raw as Tree;
    const name = nameOf(node);
    const foreign = foreignSyntax(node);
    if (foreign !== undefined) refuse(foreign, node);
    if ((type as string) === 'VariablePattern') return void declared.add(name);
    if (node.type === 'Property') {
      const key = nameOf(node['key']);
      found.keys.set(key, found.keys.get(key) ?? lineOf(node));
    } else if (node.type === 'ExportNamedDeclaration' && !node['source']) {
      for (const { local } of node['specifiers'] as { local: Tree }[]) use(local, undefined);
    } else if (node.type === 'Identifier') {
      if (MISSING_GLOBALS.includes(name)) globals.push(node);
      use(node, ancestors.at(-2) as Tree);
    } else if (node.type === 'CallExpression') {
      const callee = node['callee'] as Tree;
      const method = callee.type === 'MemberExpression' ? nameOf(callee['property']) : '';
      if (MISSING_METHODS.includes(method)) refuse(`response.${method}()`, node);
      if (method === 'json' && (node['arguments'] as Tree[]).length > 0)
        refuse('selectors of response.json()', node, SELECT_INSTEAD);
    }
  });
  for (const node of globals) if (!declared.has(nameOf(node))) refuse(`global "${nameOf(node)}"`, node);
  return found;
}
