// Faults of the journeys that take a minute each: the gate ends with exit 1, exactly the declared ids are red, and the evidence is there.
import { after, test } from 'node:test';
import { gateProves } from '../commands/faulty-gate.ts';
import { Workplace } from '../commands/process.ts';

const place = new Workplace();
after(() => place.remove());

for (const id of ['login-broken', 'votes-not-persisted'])
  test(`with the fault ${id} the journeys end with exit 1 and exactly the declared ids`, () =>
    gateProves(place, id, 'journeys'));
