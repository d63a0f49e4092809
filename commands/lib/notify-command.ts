// Lists the channels for notices, or sends a marked test through each. Exit codes: 0 all delivered, 3 one failed, 4 wrong usage.
import { ConfigMistakes } from '../../monitoring/config-mistakes.ts';
import { readOnCall } from '../../monitoring/incidents/on-call.ts';
import { CHANNELS, openChannels } from '../../monitoring/notify/channel-registry.ts';
import { sendTest, testNotices } from '../../monitoring/notify/example-notices.ts';
import { readLinkBases } from '../../monitoring/notify/notice-links.ts';
import { isRouted, readRouting } from '../../monitoring/notify/routing.ts';
import { EXIT_CODES, USAGE_EXIT } from '../../reports/verdict/exit-codes.ts';
import type { Config } from './config.ts';
import { didYouMean } from './did-you-mean.ts';
import { historyLocation } from './open-history.ts';
import { complain, say } from './say.ts';

export async function notify({ flags, names, secrets, headers }: Config): Promise<void> {
  const target = (flags.target as URL).origin;
  const { channels } = openChannels(process.env, { print: say, now: Date.now });
  const known = CHANNELS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  const idle = names.filter((name) => known.includes(name) && !channels.some((channel) => channel.name === name));
  try {
    const onCall = readOnCall();
    const routing = readRouting();
    if (flags['test-notice'] !== true && names.length > 0)
      return usage([`${names.join(', ')} needs --test before it, to send a test notice`]);
    if (unknown.length + idle.length > 0)
      return usage([
        ...unknown.map(
          (name) => `no channel "${name}"${didYouMean(name, known)}. The channels are ${known.join(', ')}`,
        ),
        ...idle.map((name) => `${name} is not configured: set ${variablesOf(name).join(', ')}`),
      ]);
    process.exitCode = EXIT_CODES.pass;
    if (flags['test-notice'] !== true) {
      for (const { name, does } of CHANNELS) {
        const received =
          (['P0', 'P1', 'P2', 'P3'] as const).filter((severity) => isRouted(routing, name, severity)).join(' ') ||
          'no severity';
        const isOpen = channels.some((channel) => channel.name === name);
        say(
          `${name.padEnd(14)} ${(isOpen ? 'configured' : 'not configured').padEnd(14)}  gets ${received}. ${does}`,
          15,
        );
        if (!isOpen) say(`${''.padEnd(14)} to configure it: ${variablesOf(name).join(', ')} (docs/environment.md)`);
      }
      return;
    }
    const { bases } = readLinkBases(process.env, historyLocation(flags.history));
    const hasBypass = Object.hasOwn(headers, 'x-vercel-protection-bypass');
    const wanted = names.length === 0 ? channels : channels.filter(({ name }) => names.includes(name));
    const now = Date.now();
    const ends = await Promise.all(
      wanted.map(async (channel) => {
        const keepsState = CHANNELS.find(({ name }) => name === channel.name)?.keepsState === true;
        const notices = testNotices({ target, onCall, bases, secrets, hasBypass }, keepsState, now);
        return { name: channel.name, keepsState, problem: await sendTest(channel, notices) };
      }),
    );
    for (const { name, keepsState, problem } of ends)
      say(
        `${name.padEnd(14)} ${problem === undefined ? `delivered${keepsState ? ': opened and resolved' : ''}` : `FAILED: ${problem}`}`,
      );
    const rest = known.filter((name) => names.length === 0 && !channels.some((channel) => channel.name === name));
    if (rest.length > 0) say(`not configured: ${rest.join(', ')}`);
    if (ends.some(({ problem }) => problem !== undefined)) process.exitCode = EXIT_CODES.broken;
  } catch (error) {
    if (!(error instanceof ConfigMistakes)) throw error;
    usage([error.message]);
  }
}

function usage(mistakes: readonly string[]): void {
  for (const mistake of mistakes) complain(`notify: ${mistake}`);
  complain('notify: nothing was sent');
  process.exitCode = USAGE_EXIT;
}

const variablesOf = (name: string): string[] =>
  Object.keys(CHANNELS.find((channel) => channel.name === name)?.variables ?? {});
