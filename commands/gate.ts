// npm run gate: the post-deploy verdict.
import { CHECKS } from '../checks/index.ts';
import { configOrExit, readConfig } from './lib/config.ts';
import { gate } from './lib/run-gate.ts';

const ids = CHECKS.map((check) => check.id);
const read = readConfig(
  process.argv.slice(2),
  process.env,
  ['target', 'profile', 'only', 'expect-commit', 'allow-load', 'no-account', 'control'],
  ['target'],
  ids,
);
const config = configOrExit(read, 'gate');
await gate(config, config.flags.target as URL, config.flags.profile ?? 'gate', config.account);
