// How a live body, or a newer schema, differs from the contract: breaking, tightened, additive, or looks renamed.
import { renames, sameKind, type Came } from './renamed-keys.ts';
import { describe, fits, kindOf, shapeOf, type Shape } from './schema-shapes.ts';

/**
 * breaking: something promised is missing or can have another type. tightened: an answer or a request allows less than before.
 * additive: something is new. renamed: one key is missing and a similar one is new.
 */
export type Change = {
  kind: 'breaking' | 'tightened' | 'additive' | 'renamed';
  path: string;
  old: string;
  new: string;
};
const change = (kind: Change['kind'], path: string, old: string, now: string): Change => ({
  kind,
  path,
  old,
  new: now,
});
const GONE = 'gone';

/** All differences between `body` and its schema. List items are merged: `$.data[*].title`. */
export const bodyDrift = (schema: Record<string, unknown>, body: unknown): Change[] =>
  compareValues(shapeOf(schema), [body], '$');

function compareValues(shape: Shape, values: readonly unknown[], path: string): Change[] {
  const wrong = values.filter((value) => !fits(shape, value));
  const found = [...new Set(wrong.map((value) => kindOf(value)))].sort().join(' | ');
  const objects = values.filter(
    (value): value is Record<string, unknown> => kindOf(value) === 'object' && fits(shape, value),
  );
  const items = values.filter((value): value is unknown[] => Array.isArray(value) && fits(shape, value)).flat();
  return [
    ...(wrong.length > 0 ? [change('breaking', path, describe(shape), found)] : []),
    ...compareKeys(shape, objects, path),
    ...(shape.items && items.length > 0 ? compareValues(shape.items, items, `${path}[*]`) : []),
  ];
}

function compareKeys(shape: Shape, objects: readonly Record<string, unknown>[], path: string): Change[] {
  if (objects.length === 0 || shape.properties.size === 0) return [];
  const present = new Set(objects.flatMap((one) => Object.keys(one)));
  const gone = [...shape.properties].flatMap(([key, of]) => {
    const required = shape.required.has(key);
    return (required ? objects.some((one) => !(key in one)) : !present.has(key)) ? [{ key, shape: of, required }] : [];
  });
  const came = [...present].filter((key) => !shape.properties.has(key));
  const candidates = came.map((key): Came => {
    const values = objects.filter((one) => key in one).map((one) => one[key]);
    return {
      key,
      kinds: new Set(values.map(kindOf)),
      fits: (of) => of.types.size > 0 && values.every((value) => fits(of, value) && sameKind(of, value)),
    };
  });
  const kept = [...present].filter((key) => shape.properties.has(key));
  const renamed = renames(gone, candidates, kept);
  const newNames = new Set(renamed.values());
  return [
    ...gone
      .filter(({ key, required }) => required && !renamed.has(key))
      .map(({ key, shape: of }) => change('breaking', `${path}.${key}`, describe(of), GONE)),
    ...[...renamed].map(([from, to]) => change('renamed', `${path}.${from}`, from, to)),
    ...candidates
      .filter(({ key }) => !shape.open && !newNames.has(key))
      .map(({ key, kinds }) => change('additive', `${path}.${key}`, '-', [...kinds].sort().join(' | '))),
    ...kept.flatMap((key) =>
      compareValues(
        shape.properties.get(key) as Shape,
        objects.filter((one) => key in one).map((one) => one[key]),
        `${path}.${key}`,
      ),
    ),
  ];
}

/** All differences between the newer and the older schema. */
export const schemaDrift = (older: Record<string, unknown>, newer: Record<string, unknown>): Change[] =>
  compareShapes(shapeOf(older), shapeOf(newer), '$');

function compareShapes(older: Shape, newer: Shape, path: string): Change[] {
  const changed = (kind: Change['kind']): Change => change(kind, path, describe(older), describe(newer));
  const own = widens(older, newer) ? [changed('breaking')] : widens(newer, older) ? [changed('tightened')] : [];
  const gone = [...older.properties]
    .filter(([key]) => !newer.properties.has(key))
    .map(([key, shape]) => ({ key, shape, required: older.required.has(key) }));
  const came = [...newer.properties].filter(([key]) => !older.properties.has(key));
  const kept = [...older.properties.keys()].filter((key) => newer.properties.has(key));
  const renamed = renames(
    gone.map((one) => ({ ...one, required: true })),
    came.map(([key, shape]): Came => {
      const word = describe(shape);
      return { key, kinds: new Set([word]), fits: (of) => describe(of) === word };
    }),
    kept,
  );
  const newNames = new Set(renamed.values());
  return [
    ...own,
    ...gone
      .filter(({ key }) => !renamed.has(key))
      .map(({ key, shape }) => change('breaking', `${path}.${key}`, describe(shape), GONE)),
    ...[...renamed].map(([from, to]) => change('renamed', `${path}.${from}`, from, to)),
    ...came
      .filter(([key]) => !newNames.has(key))
      .map(([key, shape]) => change('additive', `${path}.${key}`, '-', describe(shape))),
    ...kept.flatMap((key) => {
      const [was, is] = [older.required.has(key), newer.required.has(key)];
      const presence = (required: boolean): string => (required ? 'always there' : 'may be missing');
      const owed =
        was === is ? [] : [change(was ? 'breaking' : 'tightened', `${path}.${key}`, presence(was), presence(is))];
      const inner = compareShapes(
        older.properties.get(key) as Shape,
        newer.properties.get(key) as Shape,
        `${path}.${key}`,
      );
      return [...owed, ...inner];
    }),
    ...(older.items && newer.items ? compareShapes(older.items, newer.items, `${path}[*]`) : []),
  ];
}

/** Whether an answer that is valid under the newer shape can be invalid under the older one. */
function widens(older: Shape, newer: Shape): boolean {
  const allowed = (type: string): boolean =>
    older.types.size === 0 || older.types.has(type) || (type === 'integer' && older.types.has('number'));
  const types = newer.types.size === 0 ? older.types.size > 0 : [...newer.types].some((type) => !allowed(type));
  const values =
    older.values !== undefined && !(newer.values?.every((value) => older.values?.includes(value)) ?? false);
  const looser = (was: string | undefined, is: string | undefined): boolean => was !== undefined && was !== is;
  return (
    types ||
    values ||
    looser(older.format, newer.format) ||
    looser(older.pattern, newer.pattern) ||
    newer.low < older.low ||
    newer.high > older.high ||
    newer.leastLength < older.leastLength
  );
}
