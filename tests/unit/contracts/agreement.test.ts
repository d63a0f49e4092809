// zod (what we judge with) and ajv on the published schemas (what others judge with) must say the same of any body.
// BODIES: how many of each contract; `npm run test:nightly` makes 10,000.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { PUBLISHED } from '../../../contracts/contract-list.ts';
import { publishedSchema, validatorOf } from '../../../checks/drift/published-schemas.ts';
import { seededRandom } from '../../../common/seeded-random.ts';
import { make, mutate, type Schema } from './random-bodies.ts';

const BODIES = Number(process.env['BODIES'] ?? 300);

for (const [index, [file, zod]] of Object.entries(PUBLISHED).entries()) {
  test(`zod and ajv agree on ${BODIES} bodies of ${file}`, (t) => {
    const random = seededRandom(index + 1);
    const schema = publishedSchema(file) as Schema;
    const ajv = validatorOf(file);
    let valid = 0;
    let disagreements = 0;
    for (let i = 0; i < BODIES; i += 1) {
      const body = make(schema, random) as Record<string, unknown>;
      const mutated = i % 2 === 1;
      if (mutated) mutate(body, random);
      const says = zod.safeParse(body).success;
      if (ajv(body) !== says) {
        disagreements += 1;
        t.diagnostic(`zod says ${says}: ${JSON.stringify(body).slice(0, 300)}`);
      }
      if (!mutated) assert.ok(says, `made to be valid: ${JSON.stringify(body).slice(0, 300)}`);
      if (says) valid += 1;
    }
    assert.equal(disagreements, 0);
    assert.ok(valid >= 0.4 * BODIES && valid < BODIES, `${valid} of ${BODIES} valid`);
    t.diagnostic(`${valid} of ${BODIES} valid, the rest one mutation away`);
  });
}

test('the same seed makes the same bodies', () => {
  const schema = publishedSchema('trending.schema.json') as Schema;
  assert.deepEqual(make(schema, seededRandom(7)), make(schema, seededRandom(7)));
  assert.notDeepEqual(make(schema, seededRandom(7)), make(schema, seededRandom(8)));
});

test('a published schema that lost one rule is detected', () => {
  const schema = publishedSchema('votes.schema.json') as Schema;
  const random = seededRandom(1);
  const ajv = new Ajv2020().compile({ ...schema, required: schema.required?.slice(1) ?? [] });
  const disagreed = Array.from({ length: 300 }, () => {
    const body = make(schema, random) as Record<string, unknown>;
    mutate(body, random);
    return ajv(body) !== PUBLISHED['votes.schema.json']?.safeParse(body).success;
  });
  assert.ok(disagreed.includes(true));
});
