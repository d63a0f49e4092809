// npm run audit: Lighthouse on one page or on all pages, in both form factors.
import { runCommand } from './lib/run-command.ts';

await runCommand('audit', async (config) => {
  const { runAuditCommand } = await import('./lib/audit-command.ts');
  process.exitCode = await runAuditCommand(config);
});
