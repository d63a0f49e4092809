import { appendFile } from 'node:fs/promises';
import { markdown } from '../formats/escape.ts';
import { bodyLines, headline, type Channel } from './channel.ts';

/** Appends a notice to the step summary; `path` is the value of GITHUB_STEP_SUMMARY. */
export const githubStepSummaryChannel = (path: string): Channel => ({
  name: 'github-step-summary',
  send: (notice) => {
    const lines = bodyLines(notice).map((line) => `- ${markdown(line)}\n`);
    return appendFile(path, `### ${markdown(headline(notice))}\n\n${lines.join('')}\n`);
  },
});
