// GitHub's step summary: the first page that a person opens when a scheduled run is red.
import { appendFile } from 'node:fs/promises';
import { code, markdown } from '../../../reports/formats/escape.ts';
import type { ChannelDefinition } from '../channel.ts';
import type { Notice } from '../notice.ts';
import { capital, evidenceLines, factsOf, stepLines, stepsTitle, titleOf } from '../notice-text.ts';

/** GitHub Markdown. Also used for the body of an issue. */
export function summaryMarkdown(notice: Notice): string {
  const steps = stepLines(notice);
  const { curl, acknowledge, links } = notice;
  return [
    ...notice.news.map((line) => `${markdown(line)}\n`),
    ...factsOf(notice).map(({ name, value }) => `- **${name}**: ${markdown(value)}`),
    ...evidenceLines(notice).map((line) => `- Evidence: ${markdown(line)}`),
    ...(curl === null || notice.recovery !== null ? [] : [`- Reproduce: ${code(curl)}`]),
    ...(steps.length === 0
      ? []
      : [
          `- ${markdown(stepsTitle(notice))}:`,
          ...steps.map((step) => `    ${step.replace(/ .*/, '')} ${code(step.replace(/^\S+ /, ''))}`),
        ]),
    ...(acknowledge?.url === undefined ? [] : [`- [Acknowledge](${acknowledge.url})`]),
    ...(acknowledge === null ? [] : [`- Acknowledge by command: ${code(acknowledge.command)}`]),
    ...links.map(({ name, url }) => `- [${capital(name)}](${url})`),
    `- Site: ${code(notice.target)}, incident ${code(notice.incident.id)}`,
    '',
  ].join('\n');
}

export const stepSummaryChannel: ChannelDefinition = {
  name: 'step-summary',
  does: 'Appends the notice to the step summary of a GitHub job.',
  variables: { GITHUB_STEP_SUMMARY: 'The file of the step summary. Set by GitHub.' },
  open: (env) => {
    const path = env.text('GITHUB_STEP_SUMMARY');
    if (path === undefined) return undefined;
    return {
      name: 'step-summary',
      showsOnce: false,
      send: (notice, signal) => {
        signal.throwIfAborted();
        return appendFile(path, `### ${markdown(titleOf(notice))}\n\n${summaryMarkdown(notice)}\n`);
      },
    };
  },
};
