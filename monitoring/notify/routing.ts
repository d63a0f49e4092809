// Which channels get which severities: one committed file, routing.json. A channel that it does not name gets every severity: the console,
// the step summary, the webhook, Alertmanager (which has its own routes) and any new channel.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Severity } from '../../kpis.ts';
import { parsedOrMistakes } from '../config-mistakes.ts';
import { CHANNELS } from './channel-registry.ts';

export const ROUTING_FILE = path.join(import.meta.dirname, '../routing.json');
export type Routing = Readonly<Record<Severity, readonly string[]>>;
const ALWAYS: ReadonlySet<string> = new Set(['console', 'step-summary']);

/** Throws ConfigMistakes with all mistakes. `names`: all channels. */
export function parseRouting(
  text: string,
  file = 'monitoring/routing.json',
  names: readonly string[] = CHANNELS.map(({ name }) => name),
): Routing {
  const channel = z.string().superRefine((name, context) => {
    const problem = !names.includes(name)
      ? `no channel "${name}"; the channels are ${names.join(', ')}`
      : ALWAYS.has(name)
        ? `"${name}" gets every severity and cannot be routed: remove it`
        : undefined;
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
  const list = z.array(channel).superRefine((given, context) => {
    for (const name of new Set(given.filter((one, at) => given.indexOf(one) !== at)))
      context.addIssue({ code: 'custom', message: `"${name}" is listed twice` });
  });
  return parsedOrMistakes(z.strictObject({ P0: list, P1: list, P2: list, P3: list }), text, file);
}
export const readRouting = (file = ROUTING_FILE): Routing => parseRouting(readFileSync(file, 'utf8'));

/** Whether a channel gets incidents of this severity. */
export const isRouted = (routing: Routing, channel: string, severity: Severity): boolean =>
  routing[severity].includes(channel) || !Object.values(routing).some((names) => names.includes(channel));
