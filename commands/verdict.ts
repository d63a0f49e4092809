// npm run verdict -- --run DIR: judges a run's results again; reads nothing but results.ndjson.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { configOrExit, readConfig, USAGE_EXIT } from './lib/config.ts';
import { concludeRun } from './lib/pipeline.ts';
import { RESULTS } from './lib/run-folder.ts';

const config = configOrExit(readConfig(process.argv.slice(2), process.env, ['run']), 'verdict');
const dir = path.resolve(config.flags.run ?? path.join(RESULTS, 'latest'));
if (!existsSync(dir)) {
  console.error(`verdict: ${dir} does not exist; name a run's folder with --run`);
  process.exit(USAGE_EXIT);
}
const verdict = await concludeRun(dir, config.account ? [config.account.password] : [], (text) => console.log(text));
process.exitCode = verdict.exitCode;
