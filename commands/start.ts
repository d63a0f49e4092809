// npm start: the quick gate against the built-in stand-in.
import { runCommand } from './lib/run-command.ts';
import type { RunFolder } from './lib/run-folder.ts';
import type { Site } from './lib/run-gate.ts';

await runCommand('start', async (config) => {
  const { gate } = await import('./lib/run-gate.ts');
  const { startStandInProcess } = await import('./lib/stand-in-process.ts');
  const { CHECKS } = await import('../checks/index.ts');
  const { knownIssuesOrExit } = await import('./lib/known-issues-file.ts');
  const { fault, limiter, 'known-issues': file, profile = 'quick' } = config.flags;
  const issues = knownIssuesOrExit(
    'start',
    file,
    CHECKS.map(({ id }) => id),
  );
  const flags = [...(fault ? ['--fault', fault.join(',')] : []), ...(limiter ? ['--limiter', limiter] : [])];
  const siteOf = async (folder: RunFolder): Promise<Site> => {
    const standIn = await startStandInProcess(folder.runId, flags);
    return { target: new URL(standIn.url), account: standIn.account, rerun: ['npm start --', ...flags].join(' ') };
  };
  await gate(config, profile, siteOf, issues);
});
