// Every click is answered after 0.4 s of work: twice what Interaction to Next Paint allows.
'use strict';
addEventListener(
  'click',
  () => {
    const end = performance.now() + 400;
    while (performance.now() < end);
  },
  { capture: true },
);
