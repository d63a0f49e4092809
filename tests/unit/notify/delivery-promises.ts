// Checks deliveries after kills: everything is delivered, in order, once or marked as a repeat.

export type Arrival = { channel: string; key: string; incident: string; seq: number; kind: string; isRepeat: boolean };
export type KillRun = {
  changes: number;
  incidents: number;
  arrivals: Arrival[];
  /** The number of each kind of disturbance. */
  trouble: Record<string, number>;
  kills: number;
  expected: Map<number, { incident: string; kind: string }>;
};

/** Each broken promise as a sentence. */
export function brokenPromises({ arrivals, expected }: KillRun): string[] {
  const broken: string[] = [];
  for (const channel of ['webhook', 'slack', 'pagerduty', 'alertmanager']) {
    const showsOnce = channel !== 'slack';
    const of = arrivals.filter((one) => one.channel === channel);
    const bySeq = Map.groupBy(of, ({ seq }) => seq);
    for (const [seq, { incident, kind }] of expected) {
      const [first, ...repeats] = bySeq.get(seq) ?? [];
      if (first === undefined) broken.push(`${channel}: change ${seq} (${kind}) was not delivered`);
      else if (first.incident !== incident || first.kind !== kind)
        broken.push(`${channel}: change ${seq} arrived as ${first.kind}`);
      // A receiver that deduplicates shows each key once. Other receivers show the mark of a repeat.
      for (const { key, isRepeat } of repeats) {
        if (showsOnce && key !== first?.key) broken.push(`${channel}: change ${seq} was repeated with another key`);
        if (!isRepeat) broken.push(`${channel}: change ${seq} was repeated without a mark`);
      }
    }
    for (const [incident, list] of Map.groupBy(of, (one) => one.incident)) {
      if (list[0]?.kind !== 'opened') broken.push(`${channel}: ${incident} begins with ${list[0]?.kind}`);
      list.forEach(({ seq }, n) => {
        if (seq < (list[n - 1]?.seq ?? 0)) broken.push(`${channel}: ${incident}: ${seq} after ${list[n - 1]?.seq}`);
      });
    }
  }
  if (arrivals.some(({ channel }) => channel === 'unknown'))
    broken.push('something arrived at an address that nobody set');
  return broken;
}

export const figuresOf = ({ changes, incidents, arrivals, trouble, kills }: KillRun): string =>
  `${changes} changes of ${incidents} incidents, 4 live channels and a dead one: ${arrivals.length} arrivals, ${arrivals.filter(({ isRepeat }) => isRepeat).length} of them repeats, ${kills} kills; ${Object.entries(
    trouble,
  )
    .map(([name, n]) => `${name} ${n}`)
    .join(', ')}`;
