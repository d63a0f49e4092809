// Every contract, and the values derived from them: the published schemas and the cost of a request.
import { z } from 'zod';
import { errorSchema } from './body-rules.ts';
import { FREE, type Cost } from './contract.ts';
import { CONTRACTS } from './contracts.generated.ts';

export { CONTRACTS };

/** Published schemas, by file name. */
export const PUBLISHED: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(CONTRACTS.flatMap(({ published }) => Object.entries(published ?? {}))),
  // The body of every rejection.
  'error.schema.json': errorSchema,
};

/**
 * The JSON Schema (draft 2020-12) of a contract's body. It is the input schema, because a site can add a field. The output schema,
 * from which zod removes unknown keys, would forbid that.
 */
export const jsonSchemaOf = (schema: z.ZodType): Record<string, unknown> => z.toJSONSchema(schema, { io: 'input' });

/** File name -> text of the published schema. */
export const generateSchemas = (): Map<string, string> =>
  new Map(
    Object.entries(PUBLISHED).map(([name, schema]) => [name, `${JSON.stringify(jsonSchemaOf(schema), null, 2)}\n`]),
  );

const COSTS = new Map<string, Cost>(
  CONTRACTS.filter(({ cost }) => cost !== FREE).map(({ cases, cost }) => [pathOf(cases[0]?.path ?? ''), cost]),
);
function pathOf(path: string): string {
  return path.split('?')[0] ?? path;
}

/** The maximum cost of a request to `path` (with or without query), in calls to external services. */
export const costOf = (path: string): Cost => COSTS.get(pathOf(path)) ?? FREE;
