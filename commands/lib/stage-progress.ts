// Console output of a running stage: a folded group on GitHub, with a line at least every interval.
import { showSpan } from '../../common/number-text.ts';
import { printWorkflowCommand } from '../../common/output-door.ts';
import { workflowMessage } from '../../reports/formats/escape.ts';

/** Interval of the "still running" line. */
const SILENT_MS = 15_000;

/** A heading; on GitHub a group that can be opened. `end` prints the result outside the group, so that it is visible if the group is closed. */
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

/** `log` prints each line, and after an interval without lines how long the stage has been running. Call `end` after it. */
export function stillRunning(
  log: (line: string) => void,
  deadlineMs: number,
  silentMs = SILENT_MS,
): { log: (line: string) => void; end: () => void } {
  const started = performance.now();
  const whole = (ms: number): string => showSpan(Math.round(ms / 1_000) * 1_000);
  const timer = setInterval(
    () => log(`still running: ${whole(performance.now() - started)} of at most ${whole(deadlineMs)}`),
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
