// Every click takes 0.4 s: twice the limit of Interaction to Next Paint.
'use strict';
// Not Date.now(): a check may have frozen it.
const now = () => new File([], '').lastModified;
addEventListener(
  'click',
  () => {
    const end = now() + 400;
    while (now() < end);
  },
  { capture: true },
);
