// npm start: the quick gate against the built-in stand-in, the first thing a newcomer runs.
import { runCommand } from './lib/run-command.ts';

await runCommand('start', async (config) => {
  const { gate } = await import('./lib/run-gate.ts');
  const { startStandInProcess } = await import('./lib/stand-in-process.ts');
  const { fault, limiter } = config.flags;
  const flags = [...(fault ? ['--fault', fault.join(',')] : []), ...(limiter ? ['--limiter', limiter] : [])];
  await gate(config, config.flags.profile ?? 'quick', async (folder) => {
    const standIn = await startStandInProcess(folder.runId, flags);
    return { target: new URL(standIn.url), account: standIn.account, rerun: ['npm start --', ...flags].join(' ') };
  });
});
