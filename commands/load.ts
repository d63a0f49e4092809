// npm run load: one k6 script, on k6 if it is installed, otherwise on the embedded engine.
import path from 'node:path';
import type { Capacity } from '../load/break-point-rule.ts';
import { runCommand } from './lib/run-command.ts';

/** Stored in the history for comparison with the next run. A failed write does not change the verdict. */
async function keepCapacity(target: URL, capacity: Capacity, run: string): Promise<void> {
  const { historyLocation, openHistoryOf } = await import('./lib/open-history.ts');
  const { perSecond, lowPerSecond, highPerSecond, engine, machine, script } = capacity;
  const note = `${lowPerSecond} to ${highPerSecond}/s over ${capacity.ramps} ramps; ${engine}, ${machine}`;
  try {
    const history = await openHistoryOf(target.origin, historyLocation());
    await history.addCapacity({ run, at: Date.now(), script, perSecond, note });
    await history.close();
  } catch (error) {
    const { complain } = await import('./lib/say.ts');
    complain(`load: the capacity was not written to the history: ${(error as Error).message}`);
  }
}

await runCommand('load', async (config) => {
  const { complain, say } = await import('./lib/say.ts');
  const { engineOf, loadRefusal, runLoad, SCRIPTS } = await import('../load/load-run.ts');
  const { ownRefusal, runOwnScript } = await import('../load/own-script.ts');
  const { fileSink } = await import('../reports/result.ts');
  const { EXIT_CODES, USAGE_EXIT, verdictOfOutcomes } = await import('../reports/verdict/exit-codes.ts');
  const { loadBlock } = await import('./lib/load-block.ts');
  const { withFirstPartyHeaders } = await import('../checks/api/first-party-send.ts');
  const { watchLifetime } = await import('./lib/lifetime.ts');
  const { openRunFolder } = await import('./lib/run-folder.ts');
  const { intentsOf } = await import('./lib/vote-intents-file.ts');
  const { flags } = config;
  const target = flags.target as URL;
  const profile = flags['load-profile'] ?? 'smoke';
  const allowLoad = flags['allow-load'] === true;
  const named = flags.script ?? 'latency';
  const script = SCRIPTS.find((name) => name === named);
  const isFile = script === undefined && /[./\\]/.test(named);
  const refusal = script
    ? loadRefusal({ target, profile, allowLoad, script })
    : isFile
      ? ownRefusal(target, allowLoad)
      : `--script ${named}: scripts are ${SCRIPTS.join(', ')}, or your own file (./my-script.ts)`;
  if (refusal !== undefined) {
    complain(`load: nothing was sent: ${refusal}`);
    process.exitCode = USAGE_EXIT;
    return;
  }
  const folder = openRunFolder(new Date());
  const lifetime = watchLifetime(() => folder.close());
  const account = config.account ? { account: config.account } : {};
  const common = {
    target,
    profile,
    allowLoad,
    engine: flags.engine ?? ('auto' as const),
    signal: lifetime.signal,
    outDir: path.join(folder.dir, 'load'),
    log: (line: string) => say(line),
    ...account,
  };
  const send = withFirstPartyHeaders(target, config.headers);
  const block = await loadBlock(target, engineOf(common.engine), send, lifetime.signal);
  if (block !== undefined) {
    say(`INCONCLUSIVE ${script === undefined ? named : `load.${script}`}\n  ${block.code}: ${block.message}`);
    process.exitCode = EXIT_CODES.inconclusive;
  } else if (script === undefined) {
    const { outcome, message } = await runOwnScript({ ...common, file: named });
    say(`${outcome.toUpperCase()} ${named}: ${message}`);
    process.exitCode = outcome === 'refused' ? USAGE_EXIT : EXIT_CODES[verdictOfOutcomes([outcome])];
  } else {
    const write = fileSink(folder.results);
    const { outcome, capacity } = await runLoad({
      ...common,
      script,
      runDir: folder.dir,
      sink: (record) => {
        write(record);
        if (record.kind !== 'check') return;
        const lines = record.failures.map(({ code, message }) => `\n  ${code}: ${message}`);
        say(`${record.outcome.toUpperCase()} ${record.id}${lines.join('')}`);
      },
      ...(config.account ? { onIntent: intentsOf(target, config.account.email) } : {}),
    });
    process.exitCode = EXIT_CODES[verdictOfOutcomes([outcome])];
    if (capacity) await keepCapacity(target, capacity, path.basename(folder.dir));
  }
  folder.close();
});
