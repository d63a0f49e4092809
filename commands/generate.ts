// npm run generate [-- --check]: writes every generated file; --check only lists the outdated ones.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './lib/run-command.ts';

await runCommand('generate', async ({ flags }) => {
  const { say } = await import('./lib/say.ts');
  const { schemaDrift } = await import('../checks/drift/schema-drift.ts');
  const { generatedFiles } = await import('./lib/generated-files.ts');
  const { ROOT } = await import('./lib/run-folder.ts');
  const onlyCheck = flags.check === true;

  /** The differences between two published schemas of a response body, one line per change. */
  function driftLines(file: string, before: string, after: string): string[] {
    if (!file.startsWith('contracts/published/')) return [];
    const [older, newer] = [before, after].map((text) => JSON.parse(text) as Record<string, unknown>);
    return schemaDrift(older ?? {}, newer ?? {}).map((one) => `${one.kind}: ${one.path}: ${one.old} -> ${one.new}`);
  }

  let changed = 0;
  for await (const [file, text] of generatedFiles()) {
    const absolute = path.join(ROOT, file);
    const before = existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined;
    if (before === text) continue;
    changed += 1;
    say(`${onlyCheck ? 'out of date' : before === undefined ? 'written (new)' : 'written'}: ${file}`);
    if (before !== undefined) for (const line of driftLines(file, before, text)) say(`  ${line}`);
    if (onlyCheck) continue;
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, text);
  }
  say(
    changed === 0
      ? 'every generated file is current'
      : `${changed} ${onlyCheck ? 'out of date: run npm run generate' : 'written'}`,
  );
  process.exitCode = onlyCheck && changed > 0 ? 1 : 0;
});
