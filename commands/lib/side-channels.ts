// Output of a run in addition to its exit code: files, the step summary, annotations. A failed output is a warning and does not change the verdict.
import { appendFileSync } from 'node:fs';
import { printWorkflowCommand } from '../../common/output-door.ts';
import { redactText } from '../../common/redact-text.ts';
import { annotations } from '../../reports/formats/annotations.ts';
import { summary } from '../../reports/formats/summary-markdown.ts';
import type { Verdict } from '../../reports/verdict/verdict-format.ts';
import type { Advice } from '../../reports/verdict/what-now.ts';

/** Runs `work`. If it fails, prints one warning that the verdict is not affected. */
export function besides(what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    process.stderr.write(`warning: cannot write ${what} (${code ?? message}). The verdict is not affected.\n`);
  }
}

/** GitHub's outputs: annotations on GitHub, and the step summary if its file is set. */
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
