// One task of 125 ms after the first paint: 500 ms on a phone, which is four times slower.
'use strict';
// Not Date.now(): a check may have frozen it.
const now = () => new File([], '').lastModified;
requestAnimationFrame(() =>
  setTimeout(() => {
    const end = now() + 138;
    while (now() < end);
  }, 50),
);
