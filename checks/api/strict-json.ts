// Strict reading of JSON: limited depth, no key twice in one object, and different errors for truncated JSON and for no JSON.
import type { ErrorCode } from '../../reports/result.ts';

/** No contract has a body so deep. Deeper ones could crash the parser. */
const DEEPEST = 100;

export type Read = { value: unknown; problem?: undefined } | { problem: string; code: ErrorCode };

export function readJson(text: string): Read {
  // What the client could not decode became U+FFFD; no name of an artist holds one.
  if (text.includes('\ufffd')) return { code: 'not-json', problem: 'the body is not valid UTF-8' };
  if (nesting(text) > DEEPEST) return { code: 'not-json', problem: `nested deeper than ${DEEPEST} levels` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const cutOff = /^\s*[[{]/.test(text) && nesting(text) > 0;
    return cutOff
      ? { code: 'truncated', problem: `the JSON breaks off after ${text.length} characters` }
      : { code: 'not-json', problem: 'the body is not JSON' };
  }
  const twice = repeatedKey(text);
  return twice === undefined
    ? { value }
    : { code: 'not-json', problem: `key ${JSON.stringify(twice.slice(0, 40))} stands twice in one object` };
}

/** An open string ends with the text. Searching again from each of two million quotes would take hours. */
const STRINGS_AND_BRACKETS = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|[[\]{}]/g;

/** Open brackets outside strings: those at the end, or the first number of them that is too many. */
function nesting(text: string): number {
  let depth = 0;
  for (const [token] of text.matchAll(STRINGS_AND_BRACKETS)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > DEEPEST) return depth;
  }
  return depth;
}

const KEYS_AND_BRACKETS = /("[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$))(\s*:)?|[[\]{}]/g;

/** The first key that an object of `text`, which is valid JSON, has twice. */
function repeatedKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, quoted, colon] of text.matchAll(KEYS_AND_BRACKETS)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (quoted !== undefined && colon !== undefined) {
      const key = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
      const seen = open.at(-1);
      if (seen?.has(key)) return key;
      seen?.add(key);
    }
  }
  return undefined;
}

/** The value of a text; undefined if it is no JSON. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
