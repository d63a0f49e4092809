// Preloaded into a test's process: one file comes with a mistake in it. Nothing on the disk is changed.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env['MUTANT_FILE'];
if (file !== undefined) {
  const { url, source } = JSON.parse(readFileSync(file, 'utf8')) as { url: string; source: string };
  registerHooks({
    load: (asked, context, next) =>
      asked === url ? { format: 'module-typescript', source, shortCircuit: true } : next(asked, context),
  });
}
