// npm start: the quick gate against the built-in stand-in, the first thing a newcomer runs.
import { CHECKS } from '../checks/index.ts';
import { configOrExit, readConfig } from './lib/config.ts';
import { gate } from './lib/run-gate.ts';
import { startStandInProcess } from './lib/stand-in-process.ts';

const config = configOrExit(
  readConfig(
    process.argv.slice(2),
    { ...process.env, TARGET_URL: '' },
    ['profile', 'only', 'fault', 'limiter'],
    [],
    CHECKS.map((check) => check.id),
  ),
  'start',
);
const { fault, limiter } = config.flags;
const flags = [...(fault ? ['--fault', fault.join(',')] : []), ...(limiter ? ['--limiter', limiter] : [])];
await gate(
  config,
  async (folder) => {
    const standIn = await startStandInProcess(folder.runId, flags);
    return {
      target: new URL(standIn.url),
      account: standIn.account,
      rerun: ['npm start --', ...flags].join(' '),
    };
  },
  config.flags.profile ?? 'quick',
  undefined,
);
