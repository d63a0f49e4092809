// The published schemas, compiled by ajv once, on first use.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { z } from 'zod';
import { PUBLISHED } from '../../contracts/contract-list.ts';

const FOLDER = path.join(import.meta.dirname, '../../contracts/published');
const FILES = new Map<z.ZodType, string>(Object.entries(PUBLISHED).map(([file, schema]) => [schema, file]));
const compiled = new Map<string, ValidateFunction>();
const read = new Map<string, Record<string, unknown>>();
let ajv: Ajv2020 | undefined;

/** The file of a contract's published schema, if there is one. */
export const fileOf = (schema: z.ZodType): string | undefined => FILES.get(schema);

/** Throws if there is no such file. */
export function publishedSchema(file: string): Record<string, unknown> {
  const known =
    read.get(file) ?? (JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Record<string, unknown>);
  read.set(file, known);
  return known;
}

export function validatorOf(file: string): ValidateFunction {
  const known = compiled.get(file);
  if (known) return known;
  if (!ajv) {
    ajv = new Ajv2020({ allErrors: false });
    formats.default(ajv);
  }
  const validate = ajv.compile(publishedSchema(file));
  compiled.set(file, validate);
  return validate;
}
