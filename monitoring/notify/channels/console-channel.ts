// Prints every notice as indented lines in the output of the command.
import type { ChannelDefinition } from '../channel.ts';
import type { Notice } from '../notice.ts';
import { bodyLines, titleOf } from '../notice-text.ts';

export const consoleLines = (notice: Notice): string[] => [
  titleOf(notice),
  ...bodyLines(notice).map((line) => `  ${line}`),
];

export const consoleChannel: ChannelDefinition = {
  name: 'console',
  does: 'Prints the notice in the output of the command.',
  variables: {},
  open: (_env, { print }) => ({
    name: 'console',
    showsOnce: false,
    send: (notice) => {
      for (const line of consoleLines(notice)) print(line);
      return Promise.resolve();
    },
  }),
};
