// Every click is answered after 0.4 s of work: twice what Interaction to Next Paint allows.
'use strict';
// Not the page's clock, which a check may have stopped.
const now = () => new File([], '').lastModified;
addEventListener(
  'click',
  () => {
    const end = now() + 400;
    while (now() < end);
  },
  { capture: true },
);
