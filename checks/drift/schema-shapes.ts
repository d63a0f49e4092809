// The form of a JSON Schema for comparison: alternatives are merged, so "X or null" is one shape with two types.

export type Shape = {
  /** Empty: anything. */
  types: ReadonlySet<string>;
  properties: ReadonlyMap<string, Shape>;
  required: ReadonlySet<string>;
  /** Additional keys are expected. */
  open: boolean;
  items: Shape | undefined;
  /** Allowed values of a string or literal. */
  values: readonly unknown[] | undefined;
  /** Several formats: `date | date-time`. */
  format: string | undefined;
  pattern: string | undefined;
  /** Minimum and maximum of a number; minimum length of a string. */
  low: number;
  high: number;
  leastLength: number;
};
type Schema = Record<string, unknown>;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const SAFE = Number.MAX_SAFE_INTEGER;

export function shapeOf(schema: Schema): Shape {
  const anyOf = schema['anyOf'] as Schema[] | undefined;
  if (anyOf) return anyOf.map(shapeOf).reduce(merge);
  const values = 'const' in schema ? [schema['const']] : (schema['enum'] as unknown[] | undefined);
  const low = (schema['minimum'] ?? schema['exclusiveMinimum']) as number | undefined;
  const high = (schema['maximum'] ?? schema['exclusiveMaximum']) as number | undefined;
  return {
    types: new Set(list(schema['type']) as string[]),
    properties: new Map(
      Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).map(([key, one]) => [key, shapeOf(one)]),
    ),
    required: new Set(list(schema['required']) as string[]),
    open: schema['additionalProperties'] !== undefined,
    items: schema['items'] ? shapeOf(schema['items'] as Schema) : undefined,
    values,
    format: schema['format'] as string | undefined,
    // The pattern of a format adds nothing.
    pattern: schema['format'] === undefined ? (schema['pattern'] as string | undefined) : undefined,
    // zod adds the limits of safe integers, which are not part of the contract.
    low: low === undefined || low <= -SAFE ? -Infinity : low,
    high: high === undefined || high >= SAFE ? Infinity : high,
    leastLength: (schema['minLength'] as number | undefined) ?? 0,
  };
}

const OR = ' | ';
const merge = (a: Shape, b: Shape): Shape => ({
  types: new Set([...a.types, ...b.types]),
  properties: new Map([...a.properties, ...b.properties]),
  required: new Set([...a.required, ...b.required]),
  open: a.open || b.open,
  items: a.items ?? b.items,
  values: a.values ?? b.values,
  format: [...new Set([a.format, b.format])].filter(Boolean).join(OR) || undefined,
  pattern: a.pattern ?? b.pattern,
  low: Math.max(a.low, b.low),
  high: Math.min(a.high, b.high),
  leastLength: Math.max(a.leastLength, b.leastLength),
});

/** A short description of a shape. */
export function describe(shape: Shape): string {
  if (shape.types.size === 0) return 'anything';
  const range =
    shape.low > -Infinity || shape.high < Infinity
      ? ` ${shape.low > -Infinity ? shape.low : ''}..${shape.high < Infinity ? shape.high : ''}`
      : '';
  return [...shape.types]
    .map((type) => {
      if (type === 'string' && shape.values) return shape.values.map((value) => JSON.stringify(value)).join(' | ');
      if (type === 'string') return shape.format ?? (shape.pattern ? `string ${shape.pattern}` : 'string');
      return type === 'number' || type === 'integer' ? `${type}${range}` : type;
    })
    .join(' | ');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** `date-time`, `date` or `uuid` if a string has that format, otherwise the JSON type; whole numbers are integers. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value !== 'string') return typeof value;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+/.test(value)) return 'date-time';
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return 'date';
  return UUID.test(value) ? 'uuid' : 'string';
}

/** Whether `value` matches the shape, ignoring keys and items. */
export function fits(shape: Shape, value: unknown): boolean {
  if (shape.types.size === 0) return true;
  const kind = kindOf(value);
  const type = typeof value === 'string' ? 'string' : kind;
  if (!shape.types.has(type) && !(type === 'integer' && shape.types.has('number'))) return false;
  if (typeof value === 'number') return value >= shape.low && value <= shape.high;
  if (typeof value !== 'string') return true;
  if (shape.values) return shape.values.includes(value);
  if (shape.format !== undefined) return shape.format.split(OR).includes(kind);
  return shape.pattern === undefined ? value.length >= shape.leastLength : new RegExp(shape.pattern).test(value);
}
