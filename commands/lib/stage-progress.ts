// What the console shows of a stage while it runs: folded on GitHub, and never silent for long.
import { printWorkflowCommand } from '../../common/output-door.ts';
import { workflowMessage } from '../../reports/formats/escape.ts';

/** A person who waits wants to know that it goes on. */
const SILENT_MS = 15_000;

/** A heading; on GitHub a group that can be opened. `end` says how it went, outside the group, where a closed one still shows it. */
export function foldOutput(
  title: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): { end: (line: string) => void } {
  if (env['GITHUB_ACTIONS'] !== 'true') {
    say(title);
    return { end: (line) => say(`  ${line}`) };
  }
  printWorkflowCommand(`::group::${workflowMessage(title)}\n`);
  return {
    end: (line) => {
      printWorkflowCommand('::endgroup::\n');
      say(`${title}: ${line}`);
    },
  };
}

/** `log` says each line and, when there was none for a while, how long the stage has been running. Call `end` after it. */
export function stillRunning(
  log: (line: string) => void,
  deadlineMs: number,
  silentMs = SILENT_MS,
): { log: (line: string) => void; end: () => void } {
  const started = performance.now();
  const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;
  const timer = setInterval(
    () => log(`still running: ${seconds(performance.now() - started)} of at most ${seconds(deadlineMs)}`),
    silentMs,
  );
  timer.unref();
  return {
    log: (line) => {
      timer.refresh();
      log(line);
    },
    end: () => clearInterval(timer),
  };
}
