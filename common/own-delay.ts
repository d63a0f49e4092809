// How long this process could not run while it waited for an answer: starved by its neighbours, suspended, or busy with its own work. A time
// measured by a process that did not run is not the site's time. Only long stalls count: a loop that is often late by some milliseconds still
// reads every answer within those milliseconds.
import { OWN_DELAY } from '../judging.ts';

/** A timer is due so often; a delay is seen at this resolution, ms. */
const EVERY_MS = 20;

export type DelayMeter = {
  /** Milliseconds of delay since the meter was started, also of the current one. Never more than the time that passed. */
  soFar: () => number;
  /**
   * Milliseconds that the whole machine slept since the meter was started: the clock of this process stood still, and the clock on the wall did
   * not. A wall clock that was set forward looks the same.
   */
  slept: () => number;
  /** Stops counting. The last meter to end stops the timer. */
  end: () => void;
};

let users = 0;
let total = 0;
let due = 0;
let timer: NodeJS.Timeout | undefined;

/** The delay of the timer that is due now. A late answer can be read before the late timer runs. */
const current = (): number => {
  const late = performance.now() - due;
  return late > OWN_DELAY.stallMs ? late : 0;
};
function arm(): void {
  due = performance.now() + EVERY_MS;
  timer = setTimeout(() => {
    total += current();
    arm();
  }, EVERY_MS).unref();
}
/** Grows while the machine sleeps: Linux does not count that time on the clock of a process. */
const wallAhead = (): number => Date.now() - performance.now();
const sum = (): number => total + (timer === undefined ? 0 : current());

/** Starts to count. Meters that run at the same time share one timer. */
export function startDelayMeter(): DelayMeter {
  if (users === 0) arm();
  users += 1;
  const before = sum();
  const aheadBefore = wallAhead();
  const measured = (): { delay: number; sleep: number } => {
    const ahead = wallAhead() - aheadBefore;
    return { delay: sum() - before, sleep: ahead > OWN_DELAY.stallMs ? ahead : 0 };
  };
  let ended: ReturnType<typeof measured> | undefined;
  return {
    soFar: () => (ended ?? measured()).delay,
    slept: () => (ended ?? measured()).sleep,
    end: () => {
      if (ended !== undefined) return;
      ended = measured();
      users -= 1;
      if (users > 0) return;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

/**
 * Whether a request that ended without an answer after `tookMs` says nothing about the site: the machine slept, or this process could not run for
 * so much of the time that the other side may have given up. `isDeadline`: our own deadline ended it, which counts only the time in which we ran.
 */
export const isUnansweredByUs = (
  { soFar, slept }: Pick<DelayMeter, 'soFar' | 'slept'>,
  tookMs: number,
  isDeadline: boolean,
): boolean =>
  slept() > 0 || (!isDeadline && soFar() > Math.max(OWN_DELAY.unansweredMs, OWN_DELAY.unansweredShare * tookMs));

/** So often a deadline is extended at most. */
const MOST_EXTENSIONS = 3;

/**
 * A deadline of `ms` that counts only the time in which this process could run: where it was delayed, it waits that much longer, at most three
 * times. `pass` is called once: `delayed` if the process could not run for the whole `ms` even so, and therefore measured nothing. Returns a
 * function that cancels the deadline.
 */
export function startDeadline(ms: number, pass: (outcome: 'passed' | 'delayed') => void): () => void {
  const meter = startDelayMeter();
  const started = performance.now();
  let extensions = 0;
  let wait: NodeJS.Timeout | undefined;
  const enter = (left: number): void => {
    wait = setTimeout(() => {
      const ran = performance.now() - started - meter.soFar();
      const isDelayed = ran < ms - EVERY_MS;
      // What arrived meanwhile is read before a timer of at least one interval fires.
      if (isDelayed && extensions < MOST_EXTENSIONS) {
        extensions += 1;
        return enter(Math.max(ms - ran, EVERY_MS));
      }
      meter.end();
      pass(isDelayed ? 'delayed' : 'passed');
    }, left);
  };
  enter(ms);
  return () => {
    clearTimeout(wait);
    meter.end();
  };
}
