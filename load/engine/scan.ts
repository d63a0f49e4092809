// Reads a script before it runs: what k6 has and this engine has not is refused here, with file and line.
import { parse, type Node } from 'acorn';
import { EngineError, EXIT, Refusal } from './codes.ts';
import { isForeign, SELECT_INSTEAD } from './selector.ts';
import { MISSING_GLOBALS, MISSING_MEMBERS, MISSING_METHODS, MODULES, type Support } from './support.ts';

type Tree = Node & Record<string, unknown>;
/** `keys`: the first line of each property name, to say where an option stands. */
export type Scan = { imports: string[]; keys: Map<string, number> };

const isNode = (value: unknown): value is Tree => typeof value === 'object' && value !== null && 'type' in value;
const nameOf = (node: unknown): string => (isNode(node) ? String(node['name'] ?? node['value'] ?? '') : '');
const lineOf = (node: Tree): number => node.loc?.start.line ?? 0;

/** Every node with its parent and the field it stands in. */
function* walk(
  node: Tree,
  parent?: Tree,
  field = '',
): Generator<[node: Tree, parent: Tree | undefined, field: string]> {
  yield [node, parent, field];
  for (const key in node) {
    if (key === 'loc') continue;
    const value = node[key];
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value])
      if (isNode(child)) yield* walk(child, node, key);
  }
}

/** An identifier that names a property or declares, and does not read a variable. */
function isName(parent: Tree | undefined, field: string): boolean {
  if (!parent) return false;
  if (field === 'property') return parent.type === 'MemberExpression' && parent['computed'] !== true;
  if (field === 'key') return parent['computed'] !== true && parent['shorthand'] !== true;
  return /^(Import|Export\w*Specifier$)/.test(parent.type)
    ? field !== 'local' || parent.type.startsWith('Import')
    : /^(label|id|params)$/.test(field);
}

/** Syntax that k6's interpreter does not read as V8 does. */
function foreignSyntax(node: Tree): string | undefined {
  if (node.type === 'ImportExpression') return 'import()';
  if (node.type === 'MetaProperty' && nameOf(node['meta']) === 'import') return 'import.meta';
  if (node.type === 'ForOfStatement' && node['await'] === true) return '"for await"';
  if (node['generator'] === true && node['async'] === true) return 'async generators';
  if (node.type === 'VariableDeclaration' && String(node['kind']).includes('using')) return '"using"';
  if (node.type === 'ImportDeclaration' && (node['attributes'] as unknown[] | undefined)?.length)
    return 'import attributes';
  const flags = node.type === 'Literal' ? (node['regex'] as { flags: string } | undefined)?.flags : undefined;
  return flags !== undefined && /[vd]/.test(flags) ? `the regular expression flags "${flags}"` : undefined;
}

/** @throws EngineError 107 where it cannot be parsed; Refusal. `source` is JavaScript, `file` for messages. */
export function scan(source: string, file: string): Scan {
  let tree: Tree;
  try {
    tree = parse(source, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
      allowHashBang: true,
    }) as unknown as Tree;
  } catch (error) {
    throw new EngineError(EXIT.scriptException, `${file}: ${(error as Error).message}`);
  }
  const refuse = (what: string, node: Tree, support: Support = ''): never => {
    throw new Refusal(what, `${file}:${lineOf(node)}`, support === true ? '' : support);
  };
  const found: Scan = { imports: [], keys: new Map() };
  /** Names of this file that stand for a whole module, and for one of its exports. */
  const [modules, members] = [new Map<string, string>(), new Map<string, [module: string, name: string]>()];
  const declared = new Set<string>();
  for (const [node, parent, field] of walk(tree)) {
    const foreign = foreignSyntax(node);
    if (foreign !== undefined) refuse(foreign, node);
    if (node.type === 'Identifier' && (/^(id|params|local|param)$/.test(field) || (parent?.type ?? '').endsWith('Pattern') || (parent?.type === 'Property' && field === 'value'))) declared.add(nameOf(node)); // prettier-ignore
    if (node.type === 'Property') { const name = nameOf(node['key']); if (!found.keys.has(name)) found.keys.set(name, lineOf(node)); } // prettier-ignore
    const from = isNode(node['source']) ? nameOf(node['source']) : undefined;
    if (from === undefined) continue;
    found.imports.push(from);
    const api = MODULES[from];
    if (!api && !/^(\.{0,2}\/|file:)/.test(from)) refuse(`module "${from}"`, node);
    if (!api) continue;
    if (node.type === 'ExportAllDeclaration') refuse(`"export * from '${from}'"`, node);
    for (const one of (node['specifiers'] ?? []) as Tree[]) {
      const local = nameOf(one['local']);
      if (node.type !== 'ImportDeclaration') { if (api[local] !== true) refuse(`${from} ${local}`, one, api[local]); } // prettier-ignore
      else if (one.type === 'ImportSpecifier' && nameOf(one['imported']) !== 'default') members.set(local, [from, nameOf(one['imported'])]); // prettier-ignore
      else modules.set(local, from);
    }
  }
  const check = (module: string, name: string, node: Tree): void => {
    const support = MODULES[module]?.[name];
    if (typeof support === 'string') refuse(`${module.replace('k6/', '')}.${name}`, node, support);
  };
  for (const [node, parent, field] of walk(tree)) {
    if (node.type === 'MemberExpression') {
      const [object, property] = [node['object'] as Tree, node['property'] as Tree];
      const module = object.type === 'Identifier' ? modules.get(nameOf(object)) : undefined;
      const known = node['computed'] !== true || property.type === 'Literal';
      if (module !== undefined && !known)
        refuse(`${nameOf(object)}[...] with a name that is only known when it runs`, node);
      if (module !== undefined) check(module, nameOf(property), node);
      const called = parent?.type === 'CallExpression' && field === 'callee';
      if (called && known && Object.hasOwn(MISSING_METHODS, nameOf(property)))
        refuse(`response.${nameOf(property)}()`, node);
      const [argument] = called ? (parent['arguments'] as Tree[]) : [];
      if (called && nameOf(property) === 'json' && argument?.type === 'Literal' && isForeign(nameOf(argument)))
        refuse(`selector json("${nameOf(argument)}")`, node, SELECT_INSTEAD);
      const owner =
        object.type === 'MemberExpression' ? nameOf(object['property']) : (members.get(nameOf(object))?.[1] ?? '');
      if (
        known &&
        typeof Object.entries(MISSING_MEMBERS[owner] ?? {}).find(([name]) => name === nameOf(property))?.[1] ===
          'string'
      )
        refuse(`exec.${owner}.${nameOf(property)}`, node);
    }
    if (node.type === 'VariableDeclarator' && isNode(node['id']) && node['id'].type === 'ObjectPattern') {
      const module = modules.get(nameOf(node['init']));
      if (module !== undefined)
        for (const one of node['id']['properties'] as Tree[]) check(module, nameOf(one['key']), one);
    }
    if (node.type !== 'Identifier' || isName(parent, field)) continue;
    const name = nameOf(node);
    const member = members.get(name);
    if (member) check(...member, node);
    if (MISSING_GLOBALS.includes(name) && !declared.has(name)) refuse(`global "${name}"`, node);
  }
  return found;
}
