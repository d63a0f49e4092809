// The module `k6/timers`, and the global timers, which k6 has too: an iteration ends when its timers have.
import { vu } from '../state.ts';

type Callback = (...args: unknown[]) => void;
// Node's own, before the globals are replaced by ours.
const node = {
  setTimeout: globalThis.setTimeout,
  setInterval: globalThis.setInterval,
  clear: globalThis.clearInterval,
};
const cancel = new Map<number, () => void>();
let lastId = 0;

function start(repeat: boolean, callback: Callback, ms: number, args: unknown[]): number {
  const id = ++lastId;
  const settled = new Promise<void>((resolve, reject) => {
    const end = (): void => {
      cancel.delete(id);
      node.clear(handle);
      resolve();
    };
    const fire = (): void => {
      try {
        callback(...args);
      } catch (error) {
        cancel.delete(id);
        node.clear(handle);
        reject(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      if (!repeat) end();
    };
    const handle = repeat ? node.setInterval(fire, ms) : node.setTimeout(fire, ms);
    cancel.set(id, end);
  });
  const tracked = settled.finally(() => vu.pending.delete(tracked));
  vu.pending.add(tracked);
  return id;
}

export const setTimeout = (callback: Callback, ms = 0, ...args: unknown[]): number => start(false, callback, ms, args);
export const setInterval = (callback: Callback, ms = 0, ...args: unknown[]): number => start(true, callback, ms, args);
export const clearTimeout = (id: number): void => cancel.get(id)?.();
export const clearInterval = clearTimeout;
/** At an iteration's end by interruption. */
export const cancelAll = (): void => [...cancel.values()].forEach((end) => end());

export default { setTimeout, setInterval, clearTimeout, clearInterval };
