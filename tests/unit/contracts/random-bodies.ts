// Bodies made from a JSON Schema, seeded: valid ones, and such that are one mutation away. For every contract, unread by any person.

export type Schema = {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minLength?: number;
  pattern?: string;
  format?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
};
export type Random = () => number;

export const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const whole = (random: Random, low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => pick(random, [...'0123456789abcdef'])).join('');

const uuid = (random: Random): string =>
  `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`;
const instant = (random: Random): Date => new Date(Date.UTC(2025, 0, 1) + whole(random, 0, 2_000) * 86_399_999);
/** Strings for the formats and patterns that contracts use. A new one must be added here: the generator throws. */
const FORMATS: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': (random) => instant(random).toISOString(),
  date: (random) => instant(random).toISOString().slice(0, 10),
  uuid,
};
const PATTERNS: Readonly<Record<string, (random: Random) => string>> = {
  '^\\d+(\\.\\d+)?ms$': (random) => `${whole(random, 0, 900)}${pick(random, ['', '.5'])}ms`,
  '^\\d+$': (random) => String(whole(random, 0, 5_000)),
  '^[0-9a-f]{64}$': (random) => hex(random, 64),
  '^\\/': (random) => `/${hex(random, 6)}`,
};
const WORDS = ['Silver Harbor', 'Beyoncé', "Guns N' Roses", 'a', '0', 'null', '[]', '\u2028', '🎸', 'x'.repeat(300)];

function text(schema: Schema, random: Random): string {
  const make = schema.format ? FORMATS[schema.format] : schema.pattern ? PATTERNS[schema.pattern] : undefined;
  if (make) return make(random);
  if (schema.format ?? schema.pattern) throw new Error(`no way to make ${schema.format ?? schema.pattern}`);
  return random() < 0.1 && (schema.minLength ?? 0) === 0 ? '' : pick(random, WORDS);
}

function number(schema: Schema, random: Random, integer: boolean): number {
  const low = Math.max(schema.minimum ?? -1_000, schema.exclusiveMinimum ?? -1_000, -1_000);
  const high = Math.min(schema.maximum ?? 100_000, 100_000);
  if (schema.exclusiveMinimum === undefined && random() < 0.2) return low;
  if (integer) return whole(random, Math.ceil(low) + (schema.exclusiveMinimum === undefined ? 0 : 1), Math.floor(high));
  return low + (1 - random()) * (high - low);
}

/** A valid body. Throws where the schema says something that no contract said before. */
export function make(schema: Schema, random: Random): unknown {
  if ('const' in schema) return schema.const;
  if (schema.enum) return pick(random, schema.enum);
  if (schema.anyOf) return make(pick(random, schema.anyOf), random);
  const type = Array.isArray(schema.type) ? pick(random, schema.type) : schema.type;
  switch (type) {
    case 'object': {
      const wanted = Object.entries(schema.properties ?? {}).filter(
        ([key]) => schema.required?.includes(key) === true || random() < 0.6,
      );
      return Object.fromEntries(wanted.map(([key, value]) => [key, make(value, random)]));
    }
    case 'array':
      return Array.from({ length: whole(random, 0, 3) }, () => make(schema.items ?? {}, random));
    case 'string':
      return text(schema, random);
    case 'integer':
    case 'number':
      return number(schema, random, type === 'integer');
    case 'boolean':
      return random() < 0.5;
    case 'null':
      return null;
    case undefined:
      return pick<unknown>(random, [null, 1, 'x', true, [], {}]);
    default:
      throw new Error(`no way to make a ${type}`);
  }
}

export type Spot = { holder: Record<string, unknown> | unknown[]; key: string | number; path: string };
/** Every place in a body that can be changed. */
export function spots(value: unknown, path = '$'): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const key = Array.isArray(value) ? Number(name) : name;
    const here = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`;
    return [{ holder: value as Spot['holder'], key, path: here }, ...spots(inner, here)];
  });
}

const STRANGERS: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e300,
  2 ** 53,
  '',
  ' ',
  '7',
  'unheard-of',
  '2026-02-30',
  '2026-02-30T00:00:00Z',
  '2026-01-01T00:00:00+02:00',
  '2026-01-01T00:00:00',
  '2026-01-01T00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T23:59:60Z',
  '2026-01-01 00:00:00Z',
  '0B3BAFEE-5B1D-4F63-A5A5-000000000001',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'urn:uuid:0b3bafee-5b1d-4f63-a5a5-000000000001',
  '12ms\n',
  '5 ms',
  [],
  [null],
  {},
  { length: 1 },
];

/** Changes one thing in `body`, in place: a key lost or added, or a value replaced by a stranger. May be harmless. */
export function mutate(body: Record<string, unknown>, random: Random): void {
  const all = spots(body);
  const spot = all.length > 0 ? pick(random, all) : undefined;
  const kind = random();
  if (spot === undefined || kind < 0.15) {
    const objects = [body, ...all.map(({ holder }) => holder).filter((holder) => !Array.isArray(holder))];
    (pick(random, objects) as Record<string, unknown>)[`extra${whole(random, 0, 9)}`] = pick(random, STRANGERS);
  } else if (kind < 0.4 && !Array.isArray(spot.holder)) delete spot.holder[spot.key as string];
  else (spot.holder as Record<string | number, unknown>)[spot.key] = structuredClone(pick(random, STRANGERS));
}
