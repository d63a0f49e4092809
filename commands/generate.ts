// npm run generate: writes what is made from the code: contracts/published, the schema of verdict.json, docs/environment.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './lib/run-command.ts';

await runCommand('generate', async () => {
  const { generateSchemas } = await import('../contracts/index.ts');
  const { writeVerdictSchema } = await import('../reports/verdict/verdict-schema.ts');
  const { environmentPage } = await import('./lib/environment-table.ts');
  const { ROOT } = await import('./lib/run-folder.ts');
  const published = path.join(ROOT, 'contracts/published');
  mkdirSync(published, { recursive: true });
  for (const [name, text] of generateSchemas()) writeFileSync(path.join(published, name), text);
  writeVerdictSchema();
  writeFileSync(path.join(ROOT, 'docs/environment.md'), environmentPage());
});
