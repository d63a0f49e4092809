// The path of Playwright's command line, to run it as a process: `node PLAYWRIGHT_CLI test`.
import { createRequire } from 'node:module';
import path from 'node:path';

/** The package does not export its cli.js. */
export const PLAYWRIGHT_CLI = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);
