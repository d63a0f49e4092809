// The module `k6/timers`: an iteration ends when its timers have.
import { vu } from '../state.ts';

type Callback = (...args: unknown[]) => void;
const cancel = new Map<number, () => void>();
let lastId = 0;

function start(repeat: boolean, callback: Callback, ms: number, args: unknown[]): number {
  const id = ++lastId;
  const settled = new Promise<void>((resolve, reject) => {
    const fire = (): void => {
      try {
        callback(...args);
      } catch (error) {
        cancel.delete(id);
        clearInterval(handle);
        reject(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      if (!repeat) stop();
    };
    const handle = repeat ? globalThis.setInterval(fire, ms) : globalThis.setTimeout(fire, ms);
    const stop = (): void => {
      cancel.delete(id);
      clearInterval(handle);
      resolve();
    };
    cancel.set(id, stop);
  });
  const tracked = settled.finally(() => vu.pending.delete(tracked));
  vu.pending.add(tracked);
  return id;
}

export const setTimeout = (callback: Callback, ms = 0, ...args: unknown[]): number => start(false, callback, ms, args);
export const setInterval = (callback: Callback, ms = 0, ...args: unknown[]): number => start(true, callback, ms, args);
export const clearTimeout = (id: number): void => cancel.get(id)?.();
const clear = clearTimeout;
function clearInterval(handle: NodeJS.Timeout): void {
  globalThis.clearInterval(handle);
}
export { clear as clearInterval };

export default { setTimeout, setInterval, clearTimeout, clearInterval: clear };
