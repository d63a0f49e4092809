// The module `k6`.
import { block, emit, systemTag, vu } from '../state.ts';

type Checks = Readonly<Record<string, unknown>>;

function count(name: string, held: boolean, tags?: Record<string, unknown>): void {
  emit('checks', held ? 1 : 0, systemTag('check') ? { ...tags, check: name } : tags);
}

/** Every check is counted, under its name and group; returns whether all held. One that throws has failed, and throws on. */
export function check(value: unknown, checks: Checks, tags?: Record<string, unknown>): boolean {
  let all = true;
  for (const [name, test] of Object.entries(checks)) {
    let held = false;
    try {
      held = Boolean(typeof test === 'function' ? (test as (value: unknown) => unknown)(value) : test);
    } catch (error) {
      count(name, false, tags);
      throw error;
    }
    count(name, held, tags);
    all &&= held;
  }
  return all;
}

export function group<T>(name: string, body: () => T): T {
  if (name.includes('::')) throw new Error("group and check names may not contain '::'");
  if (body.constructor.name === 'AsyncFunction') {
    throw new Error('group() does not support async functions as arguments');
  }
  const outer = vu.group;
  vu.group = `${outer}::${name}`;
  const started = performance.now();
  try {
    return body();
  } finally {
    emit('group_duration', performance.now() - started);
    vu.group = outer;
  }
}

/** Seconds, and the VU really stands still. */
export function sleep(seconds: number): void {
  if (seconds > 0) block(seconds * 1000);
}

export function fail(message?: string): never {
  throw new Error(message ?? 'test failed');
}

/** Mulberry32: not k6's sequence, but one that a seed repeats. */
export function randomSeed(seed: number): void {
  let state = seed >>> 0;
  Math.random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export default { check, group, sleep, fail, randomSeed };
