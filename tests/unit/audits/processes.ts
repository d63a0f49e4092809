// The processes of this machine, from /proc.
import { readdirSync, readFileSync } from 'node:fs';
import { parseStat } from '../../../checks/audits/cpu.ts';

export type Process = { pid: number; parent: number; command: string };

export const processes = (): Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const { pid, parent } = parseStat(readFileSync(`/proc/${name}/stat`, 'latin1'));
        return [{ pid, parent, command: readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ') }];
      } catch {
        return []; // it ended in the meantime
      }
    });
