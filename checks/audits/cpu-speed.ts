// Who used the processor while a run took place: we (this process and all below it) or others. From /proc; where there is
// none, it is not known.
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

/** Clock ticks since the start. `ours` also counts children that have ended and were waited for. */
export type Ticks = { busy: number; all: number; ours: number };

/** Now, or undefined without /proc. Takes a few milliseconds. */
export function ticks(): Ticks | undefined {
  const ours = treeTicks(process.pid);
  if (ours === undefined) return undefined;
  let [busy, all] = [0, 0];
  for (const { times } of os.cpus()) {
    const used = times.user + times.sys + times.nice + times.irq;
    busy += used;
    all += used + times.idle;
  }
  // os.cpus() is in milliseconds; a tick of /proc/PID/stat is 10 ms on every Linux that Node runs on.
  return { busy: busy / 10, all: all / 10, ours };
}

/** Share (0..1) of all cores that others used between the two; undefined when it is not known. */
export function othersShare(before: Ticks | undefined, after: Ticks | undefined): number | undefined {
  if (!before || !after || after.all <= before.all) return undefined;
  const others = after.busy - before.busy - (after.ours - before.ours);
  return Math.min(1, Math.max(0, others / (after.all - before.all)));
}

type Stat = { pid: number; parent: number; ticks: number };

/** The ids of a process and of all below it; undefined without /proc. */
export function processTree(root: number): number[] | undefined {
  const stats = allStats();
  if (!stats) return undefined;
  const children = Map.groupBy(stats, (stat) => stat.parent);
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap((child) => below(child.pid))];
  return below(root);
}

function treeTicks(root: number): number | undefined {
  const stats = allStats();
  if (!stats) return undefined;
  const children = Map.groupBy(stats, (stat) => stat.parent);
  const own = new Map(stats.map((stat) => [stat.pid, stat]));
  const sum = (pid: number): number =>
    (own.get(pid)?.ticks ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child.pid), 0);
  return sum(root);
}

function allStats(): Stat[] | undefined {
  let entries: string[];
  try {
    entries = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return undefined;
  }
  return entries.flatMap((name) => {
    try {
      return [parseStat(readFileSync(`/proc/${name}/stat`, 'latin1'))];
    } catch {
      return []; // it ended in the meantime
    }
  });
}

/** Fields of proc(5): 4 ppid, 14 utime, 15 stime, 16 cutime, 17 cstime. The name before them may contain any character. */
export function parseStat(text: string): Stat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const at = (field: number): number => Number(fields[field - 3]);
  return { pid: Number.parseInt(text, 10), parent: at(4), ticks: at(14) + at(15) + at(16) + at(17) };
}
