// The channels of channel-list.ts, and which of them the environment variables configure.
import type { Channel, ChannelDefinition, Tools } from './channel.ts';
import * as list from './channel-list.ts';
import { EnvReader } from './env-reader.ts';

export const CHANNELS: readonly ChannelDefinition[] = Object.values(list);

/** Every variable that a channel reads, with its purpose. */
export const CHANNEL_VARIABLES: Readonly<Record<string, string>> = Object.fromEntries(
  CHANNELS.flatMap(({ variables }) => Object.entries(variables)),
);

/** The configured channels, and all mistakes in their variables with how to correct them. */
export function openChannels(
  env: NodeJS.ProcessEnv,
  tools: Tools,
  definitions: readonly ChannelDefinition[] = CHANNELS,
): { channels: Channel[]; mistakes: string[] } {
  const channels: Channel[] = [];
  const mistakes: string[] = [];
  for (const definition of definitions) {
    const reader = new EnvReader(env, Object.keys(definition.variables));
    const channel = definition.open(reader, tools);
    if (channel !== undefined) channels.push(channel);
    mistakes.push(...reader.mistakes);
  }
  return { channels, mistakes };
}
