// `response.json(selector)`: gjson's paths, as k6 documents them. Keys, indices, `#`, `#(query)`, `#(query)#`, wildcards, `\`.
// `@this`, `@reverse`, and `{a,b}` of plain paths are there; other modifiers and multipaths are refused by name.
import { Refusal } from './codes.ts';

/** Splits at dots outside of parentheses; a backslash takes the next character as it is. */
function steps(path: string): string[] {
  const found: string[] = [];
  let [step, depth] = ['', 0];
  for (let i = 0; i < path.length; i++) {
    const char = path[i] as string;
    if (char === '\\') step += char + (path[++i] ?? '');
    else if (char === '.' && depth === 0) [step] = (found.push(step), ['']);
    else {
      depth += /[({]/.test(char) ? 1 : /[)}]/.test(char) ? -1 : 0;
      step += char;
    }
  }
  return [...found, step];
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const plain = (step: string): string => step.replaceAll(/\\(.)/g, '$1');

/** `*` any text, `?` any character, `\` the next character itself. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replaceAll(
    /\\(.)|([*?])|([^*?\\]+)/g,
    (_all, literal?: string, wild?: string, text?: string) =>
      wild ? (wild === '*' ? '.*' : '.') : escaped(literal ?? text ?? ''),
  );
  return new RegExp(`^${source}$`, 's');
}

const QUERY = /^#\((.*)\)(#?)$/s;
const CONDITION = /^\s*(.*?)\s*(==|!=|<=|>=|<|>|!%|%|=)\s*(.+?)\s*$/s;

function literal(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function holds(item: unknown, query: string): boolean {
  const match = CONDITION.exec(query);
  if (!match) return select(item, query.trim()) !== undefined;
  const [, path = '', operator = '', right = ''] = match;
  const found = path === '' ? item : select(item, path);
  if (found === undefined) return false;
  const wanted = literal(right);
  const like = (): boolean => typeof found === 'string' && wildcard(String(wanted)).test(found);
  switch (operator) {
    case '%':
      return like();
    case '!%':
      return !like();
    case '!=':
      return found !== wanted;
    case '=':
    case '==':
      return found === wanted;
    default: {
      if (typeof found !== typeof wanted || (typeof found !== 'number' && typeof found !== 'string')) return false;
      const [a, b] = [found, wanted as typeof found];
      return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b;
    }
  }
}

function child(value: object, step: string): unknown {
  if (!/(^|[^\\])[*?]/.test(step)) return (value as Record<string, unknown>)[plain(step)];
  const pattern = wildcard(step);
  const key = Object.keys(value).find((name) => pattern.test(name));
  return key === undefined ? undefined : (value as Record<string, unknown>)[key];
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.toReversed();
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).reverse()) : value;
}

function walk(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (step === '@this') return walk(value, rest);
  if (step === '@reverse') return walk(reversed(value), rest);
  if (step.startsWith('{')) {
    const parts = step
      .slice(1, -1)
      .split(',')
      .map((part) => [part, select(value, part)] as const);
    return walk(
      Object.fromEntries(
        parts
          .filter(([, found]) => found !== undefined)
          .map(([part, found]) => [plain(steps(part).at(-1) ?? ''), found]),
      ),
      rest,
    );
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return walk(child(value, step), rest);
  const each = (items: unknown[]): unknown[] => items.map((item) => walk(item, rest)).filter((v) => v !== undefined);
  if (step === '#') return rest.length === 0 ? value.length : each(value);
  const [, query, all] = QUERY.exec(step) ?? [];
  if (query === undefined) return walk(child(value, step), rest);
  if (all === '#') return each(value.filter((item) => holds(item, query)));
  return walk(
    value.find((item) => holds(item, query)),
    rest,
  );
}

/** Undefined where nothing is found. @throws on gjson syntax that this engine has not. */
export function select(value: unknown, path: string): unknown {
  const list = steps(path.replaceAll(/(?<!\\)\|/g, '.'));
  const foreign = list.find((step) => /^[@{[!]/.test(step) && !/^(@this|@reverse|\{[\w,.]+\})$/.test(step));
  if (foreign !== undefined) throw new Refusal(`selector ${foreign} in json("${path}")`);
  return walk(value, list);
}
