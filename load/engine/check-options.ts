// Whether k6 would take an option's value, and whether this engine has the option.
import { invalidConfig, Refusal } from './codes.ts';
import { durationMs, type Raw } from './options.ts';
import { OPTIONS, type Kind } from './support.ts';

const FITS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  int: (v) => Number.isInteger(typeof v === 'string' && v !== '' ? Number(v) : v),
  bool: (v) => typeof v === 'boolean',
  text: (v) => typeof v === 'string',
  duration: (v) => Number.isFinite(durationMs(v)),
  list: (v) => Array.isArray(v),
  map: (v) => typeof v === 'object' && !Array.isArray(v),
  json: (v) => typeof v === 'object',
};

/** Checks every option. @returns names that nobody knows, for a warning as in k6. @throws EngineError 104, Refusal. */
export function checkOptions(options: Raw, where: (key: string) => string): string[] {
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    const option = OPTIONS[name];
    if (value === undefined || value === null) continue;
    if (!option) unknown.push(name);
    else if (option.missing && value !== false && value !== '') throw new Refusal(`option "${name}"`, where(name));
    else if (!FITS[option.kind](value))
      throw invalidConfig(`${where(name)}: option "${name}" cannot be ${JSON.stringify(value)}`);
  }
  return unknown;
}
