// npm run prove: the fault matrix. With a fault on, exactly the checks and KPIs that declare it must turn red; without faults, none.
// The table below lists the other forms of the command.
import { USAGE_EXIT } from '../reports/verdict/exit-codes.ts';
import type { Config } from './lib/config.ts';
import type { Flags } from './lib/flag-table.ts';
import { runCommand } from './lib/run-command.ts';

type Form = { isAskedFor: (flags: Flags) => boolean; run: (config: Config) => Promise<number> };

/** The first matching form runs. */
const FORMS: readonly Form[] = [
  {
    // --list: prints which checks must notice which fault, and runs nothing.
    isAskedFor: ({ list }) => list === true,
    run: async ({ flags }) => {
      console.log((await import('../proof/reaction-list.ts')).reactionList(flags.fault));
      return 0;
    },
  },
  {
    // --join FILE,...: joins the parts of a proof made by --shard I/N.
    isAskedFor: ({ join }) => join !== undefined,
    run: async (config) => (await import('./lib/join-proofs.ts')).joinProofs(config),
  },
  {
    // --dialects: compares the verdicts in both markup dialects of the stand-in.
    isAskedFor: ({ dialects }) => dialects === true,
    run: async (config) => (await import('./lib/compare-dialects.ts')).compareDialects(config),
  },
  {
    // --healthy N: N runs on a healthy site, none of which may breach.
    isAskedFor: ({ healthy }) => healthy !== undefined,
    run: async (config) => (await import('./lib/prove-no-false-alarm.ts')).proveNoFalseAlarm(config),
  },
  {
    // --http: all faults against all checks over HTTP, several at a time.
    isAskedFor: ({ http }) => http === true,
    run: async (config) => (await import('./lib/prove-over-http.ts')).proveOverHttp(config),
  },
  {
    isAskedFor: ({ out }) => out !== undefined,
    run: () => {
      console.error(
        'prove: --out stores the figures of --http, of --healthy N or of --join FILE,.... Give one of them',
      );
      return Promise.resolve(USAGE_EXIT);
    },
  },
  { isAskedFor: () => true, run: async (config) => (await import('./lib/run-proof.ts')).prove(config) },
];

await runCommand('prove', async (config) => {
  const form = FORMS.find(({ isAskedFor }) => isAskedFor(config.flags));
  process.exitCode = await form?.run(config);
});
