// Single changes, planted at every place where they can be, in valid bodies and in schemas: each must be found as what it is.
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { bodyDrift, schemaDrift, type Change } from '../../../checks/drift/schema-drift.ts';
import { publishedSchema } from '../../../checks/drift/published-schemas.ts';
import { PUBLISHED } from '../../../contracts/contract-list.ts';
import { seededRandom } from '../../../common/seeded-random.ts';
import { make, type Schema } from './random-bodies.ts';

type Plant = { what: string; kind: Change['kind']; path: string; found: Change[] };
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const isOne = ({ found, kind, path }: Plant): boolean =>
  found.length === 1 && found[0]?.kind === kind && found[0].path === path;
const assertFound = (t: TestContext, plants: Plant[], least: number): void => {
  const wrong = plants.filter((plant) => !isOne(plant));
  assert.deepEqual(
    wrong.map(({ what, kind, path, found }) => `${what}: ${kind} ${path} was found as ${JSON.stringify(found)}`),
    [],
  );
  assert.ok(plants.length >= least, `${plants.length} changes planted`);
  t.diagnostic(`${plants.length} changes planted, all found as planted`);
};

/** Every object of a schema with its path, an array's items behind `[*]`. */
function* objects(schema: Schema, path = '$'): Generator<{ schema: Schema; path: string }> {
  if (schema.properties) {
    yield { schema, path };
    for (const [key, inner] of Object.entries(schema.properties)) yield* objects(inner, `${path}.${key}`);
  }
  if (schema.items) yield* objects(schema.items, `${path}[*]`);
}
/** Every object of a body at a schema's path. */
const at = (body: unknown, path: string): Record<string, unknown>[] =>
  (path.match(/\.\w+|\[\*\]/g) ?? [])
    .reduce<unknown[]>(
      (found, step) =>
        found.flatMap((one) =>
          step === '[*]' ? ((one ?? []) as unknown[]) : [(one as Record<string, unknown> | null)?.[step.slice(1)]],
        ),
      [body],
    )
    .filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null);
/** A valid body in which every list has items, so that every place is there. */
function filled(schema: Schema, index: number): Record<string, unknown> {
  for (let seed = index * 1_000; seed < index * 1_000 + 400; seed += 1) {
    const body = make(schema, seededRandom(seed)) as Record<string, unknown>;
    if ([...objects(schema)].every(({ path, schema: own }) => at(body, path).length > 0 || !own.required)) return body;
  }
  throw new Error('no body with every list filled');
}
const SCHEMAS = Object.keys(PUBLISHED).map((file) => [file, publishedSchema(file) as Schema] as const);
const isText = (schema: Schema): boolean =>
  schema.type === 'string' && !schema.format && !schema.pattern && !schema.enum && !('const' in schema);

test('each single change to a valid body gets the class that it was planted as', (t) => {
  const plants: Plant[] = [];
  for (const [index, [file, schema]] of SCHEMAS.entries()) {
    const good = filled(schema, index);
    assert.deepEqual(bodyDrift(schema, good), [], `${file}: a valid body has no drift`);
    for (const { schema: own, path } of objects(schema)) {
      const plant = (what: string, kind: Change['kind'], key: string, edit: (one: Record<string, unknown>) => void) => {
        const body = clone(good);
        at(body, path).forEach(edit);
        plants.push({ what: `${file}, ${what}`, kind, path: `${path}.${key}`, found: bodyDrift(schema, body) });
      };
      if (at(good, path).length === 0) continue;
      const open = 'additionalProperties' in own;
      if (!open) plant('a key more', 'additive', 'zzNew', (one) => (one['zzNew'] = 'text'));
      for (const [key, inner] of Object.entries(own.properties ?? {})) {
        if (own.required?.includes(key) !== true) continue;
        plant(`no ${key}`, 'breaking', key, (one) => delete one[key]);
        plant(
          `${key} of a type that it never had`,
          'breaking',
          key,
          (one) => (one[key] = [inner.type].flat().includes('boolean') ? 7 : true),
        );
        if (inner.enum) plant(`${key} unheard of`, 'breaking', key, (one) => (one[key] = 'unheard-of'));
        // A text that may be missing, and is, could be what was renamed as well.
        const isUnmistakable = at(good, path).every((one) =>
          Object.entries(own.properties ?? {}).every(([name, of]) => !isText(of) || name in one),
        );
        if (isText(inner) && isUnmistakable)
          plant(`${key} renamed`, 'renamed', key, (one) => {
            one['zzOther'] = 'some text';
            delete one[key];
          });
      }
    }
  }
  assertFound(t, plants, 200);
});

test('each single change to a schema gets the class that it was planted as', (t) => {
  const plants: Plant[] = [];
  for (const [file, schema] of SCHEMAS) {
    assert.deepEqual(schemaDrift(schema, clone(schema)), [], file);
    const paths = [...objects(schema)].map(({ path }) => path);
    for (const path of paths) {
      const keys = Object.keys([...objects(schema)].find((one) => one.path === path)?.schema.properties ?? {});
      for (const key of keys) {
        const plant = (
          what: string,
          kind: Change['kind'],
          where: string,
          edit: (own: Schema, inner: Schema) => void,
        ) => {
          const newer = clone(schema);
          const own = [...objects(newer)].find((one) => one.path === path)?.schema ?? {};
          edit(own, own.properties?.[key] ?? {});
          plants.push({ what: `${file}, ${what}`, kind, path: `${path}.${where}`, found: schemaDrift(schema, newer) });
        };
        const [own] = [...objects(schema)].filter((one) => one.path === path).map((one) => one.schema);
        const inner = own?.properties?.[key] ?? {};
        const required = own?.required?.includes(key) === true;
        const lose = (one: Schema): void => {
          delete one.properties?.[key];
          one.required = one.required?.filter((name) => name !== key) ?? [];
        };
        plant(`${key} removed`, 'breaking', key, lose);
        plant(`${key} renamed`, 'renamed', key, (one, was) => {
          lose(one);
          one.properties = { ...one.properties, zzOther: was };
          if (Object.keys(was).length === 0) one.properties = { ...one.properties, [`${key}Zz`]: was, zzOther: was };
          if (`${key}Zz` in one.properties) delete one.properties['zzOther'];
        });
        plant('a key more', 'additive', 'zzNew', (one) => {
          one.properties = { ...one.properties, zzNew: { type: 'boolean' } };
        });
        if (required)
          plant(`${key} may be missing`, 'breaking', key, (one) => {
            one.required = one.required?.filter((name) => name !== key) ?? [];
          });
        else
          plant(`${key} is always there`, 'tightened', key, (one) => {
            one.required = [...(one.required ?? []), key];
          });
        if (typeof inner.type === 'string') {
          const { type } = inner;
          plant(`${key} may be null`, 'breaking', key, (_, of) => (of.type = [type, 'null']));
        }
        if (Array.isArray(inner.type))
          plant(`${key} is never null`, 'tightened', key, (_, of) => {
            of.type = (of.type as string[]).filter((type) => type !== 'null');
          });
        if (inner.enum && inner.type === 'string') {
          plant(`${key} may be unheard of`, 'breaking', key, (_, of) => of.enum?.push('unheard-of'));
          plant(`${key} has a value less`, 'tightened', key, (_, of) => of.enum?.pop());
        }
        if (inner.type === 'number') plant(`${key} is whole`, 'tightened', key, (_, of) => (of.type = 'integer'));
        if (inner.minimum === 0) {
          plant(`${key} may be negative`, 'breaking', key, (_, of) => (of.minimum = -1));
          plant(`${key} is at least 1`, 'tightened', key, (_, of) => (of.minimum = 1));
        }
        if (isText(inner)) plant(`${key} is a UUID`, 'tightened', key, (_, of) => (of.format = 'uuid'));
        if (inner.format)
          plant(`${key} is any text`, 'breaking', key, (_, of) => (delete of.format, delete of.pattern));
      }
    }
  }
  assertFound(t, plants, 200);
});
