// Mistakes in a committed file, all reported at once before anything starts.
import type { z } from 'zod';

/** A file with mistakes; commands list them and exit 4. */
export class ConfigMistakes extends Error {
  override name = 'ConfigMistakes';
  readonly mistakes: readonly string[];

  constructor(file: string, mistakes: readonly string[]) {
    super(
      `${file}: ${mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`}\n${mistakes.map((m) => `  - ${m}`).join('\n')}`,
    );
    this.mistakes = mistakes;
  }
}

/** Parses JSON against a schema. Throws ConfigMistakes. */
export function parsedOrMistakes<T extends z.ZodType>(schema: T, text: string, file: string): z.output<T> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new ConfigMistakes(file, [`not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new ConfigMistakes(
    file,
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
  );
}
