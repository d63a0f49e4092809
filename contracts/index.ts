// Every contract, and what is read off them: the published schemas and what a request costs.
import { z } from 'zod';
import { errorSchema } from './body-rules.ts';
import { FREE, type Cost } from './contract.ts';
import { CONTRACTS } from './contracts.generated.ts';

export { CONTRACTS };

/** Bodies that others may rely on, by the name of their published file. */
export const PUBLISHED: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(CONTRACTS.flatMap(({ published }) => Object.entries(published ?? {}))),
  // The body of every refusal.
  'error.schema.json': errorSchema,
};

/**
 * The JSON Schema (draft 2020-12) of a contract's body. Of the input: a site may add a field, and the schema of the output,
 * where zod has dropped unknown keys, would forbid that.
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

/** What a request to `path` (with or without query) costs behind the site, at most. */
export const costOf = (path: string): Cost => COSTS.get(pathOf(path)) ?? FREE;
