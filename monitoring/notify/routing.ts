// Which channels hear of which severity: one committed file, routing.json. A channel that it does not name hears of everything: the output,
// the step summary, a webhook of one's own, an Alertmanager (which has routes of its own), and one that was just added.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Severity } from '../../kpis.ts';
import { parsedOrMistakes } from '../config-mistakes.ts';
import { CHANNELS } from './channel-registry.ts';

export const ROUTING_FILE = path.join(import.meta.dirname, '../routing.json');
export type Routing = Readonly<Record<Severity, readonly string[]>>;
const ALWAYS: ReadonlySet<string> = new Set(['console', 'step-summary']);

/** Throws ConfigMistakes with all mistakes. `names`: the channels that there are. */
export function parseRouting(
  text: string,
  file = 'monitoring/routing.json',
  names: readonly string[] = CHANNELS.map(({ name }) => name),
): Routing {
  const channel = z.string().superRefine((name, context) => {
    const problem = !names.includes(name)
      ? `no channel "${name}"; there are ${names.join(', ')}`
      : ALWAYS.has(name)
        ? `"${name}" hears of everything and is not routed: take it out`
        : undefined;
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
  const list = z.array(channel).superRefine((given, context) => {
    for (const name of new Set(given.filter((one, at) => given.indexOf(one) !== at)))
      context.addIssue({ code: 'custom', message: `"${name}" is there twice` });
  });
  return parsedOrMistakes(z.strictObject({ P0: list, P1: list, P2: list, P3: list }), text, file);
}
export const readRouting = (file = ROUTING_FILE): Routing => parseRouting(readFileSync(file, 'utf8'));

/** Whether a channel hears of an incident of this severity. */
export const isRouted = (routing: Routing, channel: string, severity: Severity): boolean =>
  routing[severity].includes(channel) || !Object.values(routing).some((names) => names.includes(channel));
