// One scene of each kind, each dialect in turn; tests/nightly/every-browser-fault.test.ts has them all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultId } from '../../../stand-in/faults.ts';
import type { DialectName } from '../../../stand-in/pages/writers/dialects.ts';
import { SCENES } from './browser-faults.ts';
import { testScenes } from './test-scenes.ts';

const CHOSEN: Partial<Record<FaultId, DialectName>> = {
  // layout, style, the keyboard
  'nav-gap': 'plain',
  'horizontal-scroll': 'react',
  'low-contrast': 'plain',
  'drawer-escape-inert': 'react',
  // what is clicked, typed, searched
  'menu-inert': 'react',
  'tabs-inert': 'plain',
  'search-undebounced': 'react',
  'unlabelled-input': 'plain',
  // votes, and what a page asks for
  'vote-ui-no-update': 'react',
  'toasts-doubled': 'plain',
};

test('each chosen fault has a scene', () => {
  for (const id of Object.keys(CHOSEN)) assert.ok(id in SCENES, id);
});
testScenes((id, markup) => CHOSEN[id] === markup);
