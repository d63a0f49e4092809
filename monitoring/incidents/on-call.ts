// Who is on call, and the escalation chain: one committed file, on-call.json. Its names are placeholders, as in the runbook.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parsedOrMistakes } from '../config-mistakes.ts';
import type { Incident } from './incident.ts';

const contact = z.strictObject({ name: z.string().min(1), address: z.string().min(1).nullable() });
type Contact = z.infer<typeof contact>;
const onCallSchema = z
  .strictObject({
    contacts: z.record(z.string(), contact),
    /** The escalation chain, first to last. */
    escalation: z.array(z.string()).min(1),
    /** Who is notified first, by severity. */
    routing: z.strictObject({
      P0: z.array(z.string()),
      P1: z.array(z.string()),
      P2: z.array(z.string()),
      P3: z.array(z.string()),
    }),
    /** Who is notified in addition, by topic. */
    topics: z.record(z.string(), z.array(z.string())),
  })
  .superRefine(({ contacts, escalation, routing, topics }, context) => {
    const check = (ids: readonly string[], at: string[]): void => {
      for (const id of ids)
        if (!Object.hasOwn(contacts, id)) context.addIssue({ code: 'custom', path: at, message: `no contact "${id}"` });
    };
    check(escalation, ['escalation']);
    for (const [severity, ids] of Object.entries(routing)) check(ids, ['routing', severity]);
    for (const [topic, ids] of Object.entries(topics)) check(ids, ['topics', topic]);
  });
export type OnCall = z.infer<typeof onCallSchema>;

export const ON_CALL_FILE = path.join(import.meta.dirname, '../on-call.json');

/** Throws ConfigMistakes with all mistakes. */
export const parseOnCall = (text: string, name = 'monitoring/on-call.json'): OnCall =>
  parsedOrMistakes(onCallSchema, text, name);
export const readOnCall = (): OnCall => parseOnCall(readFileSync(ON_CALL_FILE, 'utf8'));

/** Who is on call for an incident now: names, with the address if there is one. */
export function recipients({ contacts, escalation, routing, topics }: OnCall, i: Incident): string[] {
  const ids = new Set([
    ...routing[i.severity],
    ...i.topics.flatMap((topic) => topics[topic] ?? []),
    ...(i.escalation > 0 ? escalation.slice(0, i.escalation + 1) : []),
  ]);
  return [...ids].map((id) => {
    const { name, address } = contacts[id] as Contact; // the schema checks that the ids exist
    return address === null ? name : `${name} <${address}>`;
  });
}
