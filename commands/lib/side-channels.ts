// What a run writes beside its exit code: files, the step summary, annotations. A side channel that fails is a warning and decides nothing.
import { appendFileSync } from 'node:fs';
import { printWorkflowCommand } from '../../common/output-door.ts';
import { redactText } from '../../common/redact-text.ts';
import { annotations } from '../../reports/formats/annotations.ts';
import { summary } from '../../reports/formats/summary-markdown.ts';
import type { Verdict } from '../../reports/verdict/verdict-format.ts';
import type { Advice } from '../../reports/verdict/what-now.ts';

/** Does `work`; where it fails, one line says so, and that the verdict stands. */
export function besides(what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    process.stderr.write(`warning: cannot write ${what} (${code ?? message}). The verdict is not affected.\n`);
  }
}

/** GitHub's: annotations where it runs us, and the step summary where it names a file for it. */
export function tellGithub(
  verdict: Verdict,
  secrets: readonly string[],
  env: NodeJS.ProcessEnv,
  advice?: Advice,
): void {
  if (env['GITHUB_ACTIONS'] === 'true') besides('annotations', () => printWorkflowCommand(`${annotations(verdict)}\n`));
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file)
    besides(`the step summary ${file}`, () =>
      appendFileSync(file, redactText(summary(verdict, undefined, advice, { besideFiles: false }), secrets)),
    );
}
