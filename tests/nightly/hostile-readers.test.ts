// Every reader of somebody else's text on 900 repeated texts, each in time, and on random ones for some seconds.
import { test } from 'node:test';
import { anyText, holds, readsInTime } from '../unit/hostile/read-anything.ts';
import { READERS } from '../unit/hostile/readers.ts';

const FUZZ_MS = 5_000;
for (const [name, read] of Object.entries(READERS)) {
  test(`${name}: reads every repeated text in time`, () => readsInTime(read));
  test(`${name}: reads random texts for ${FUZZ_MS / 1_000} s`, () => holds(anyText, read, FUZZ_MS));
}
