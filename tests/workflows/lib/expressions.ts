// GitHub's own expression engine, with the functions that depend on the run. Texts such as `a ${{ b }} c` and bare conditions.
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Contexts = Record<string, Json>;
export type Status = { success: boolean; failure: boolean; cancelled: boolean };
type Data = data.ExpressionData;

const known = new WeakMap<object, Data>();
/** Contexts are asked hundreds of times and event payloads are large: each object is converted once. */
function toData(value: Json): Data {
  const seen = value !== null && typeof value === 'object' ? known.get(value) : undefined;
  if (seen !== undefined) return seen;
  const made = JSON.parse(JSON.stringify(value), data.reviver) as Data;
  if (value !== null && typeof value === 'object') known.set(value, made);
  return made;
}
const fromData = (value: Data): Json => JSON.parse(JSON.stringify(value, data.replacer)) as Json;
const STATUS_FUNCTION = /\b(always|success|failure|cancelled)\s*\(/;

export function evaluate(expression: string, contexts: Contexts, status?: Status): Json {
  const states: Record<string, boolean> = {
    always: true,
    success: status?.success ?? true,
    failure: status?.failure ?? false,
    cancelled: status?.cancelled ?? false,
  };
  // Functions of the run exist only where a status does: in `if`.
  const functions = Object.entries(status === undefined ? {} : states).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
  const tokens = new Lexer(expression).lex().tokens;
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const context = new data.Dictionary(
    ...Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) })),
  );
  return fromData(new Evaluator(tree, context, new Map(functions.map((f) => [f.name, f]))).evaluate());
}

/** As GitHub writes a value into a text. */
export const asText = (value: Json): string =>
  value === null ? '' : typeof value === 'object' ? (Array.isArray(value) ? 'Array' : 'Object') : String(value);

/** Every `${{ }}` of a text. One that is the whole text keeps its type. */
export function fill(text: Json | undefined, contexts: Contexts): Json {
  if (typeof text !== 'string') return text ?? null;
  const [, whole] = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(text) ?? [];
  if (whole !== undefined) return evaluate(whole, contexts);
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => asText(evaluate(inner, contexts)));
}

/** An `if`: without a function of the status it also asks for success(), as GitHub adds it. */
export function condition(text: Json | undefined, contexts: Contexts, status: Status): boolean {
  if (text === undefined || text === null || text === '') return status.success;
  const bare = String(text)
    .trim()
    .replace(/^\$\{\{([\s\S]*)\}\}$/, '$1');
  const whole = STATUS_FUNCTION.test(bare) ? bare : `success() && (${bare})`;
  const value = evaluate(whole, contexts, status);
  return !(value === false || value === 0 || value === '' || value === null);
}
