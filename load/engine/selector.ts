// `response.json(selector)`: keys and indices with dots between them, and `\` before a dot of a key. Of gjson's syntax the rest is refused.
import { Refusal } from './codes.ts';

/** Whether it is gjson's syntax that this engine has not: a query, a wildcard, a modifier. */
export const isForeign = (path: string): boolean => /[#*?@|{}[\]()!]/.test(path);
export const SELECT_INSTEAD = 'response.json().key';

/** Undefined where nothing is found. @throws Refusal. */
export function select(value: unknown, path: string): unknown {
  if (isForeign(path)) throw new Refusal(`selector json("${path}")`, '', SELECT_INSTEAD);
  const steps = path.split(/(?<!\\)\./).map((step) => step.replaceAll(/\\(.)/g, '$1'));
  return steps.reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null || (Array.isArray(at) && !/^\d+$/.test(step))) return undefined;
    return Object.hasOwn(at, step) ? (at as Record<string, unknown>)[step] : undefined;
  }, value);
}
