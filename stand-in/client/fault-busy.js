// One task of an eighth of a second after the first paint: on a phone, four times slower, half a second without an answer.
'use strict';
requestAnimationFrame(() =>
  setTimeout(() => {
    const end = performance.now() + 138;
    while (performance.now() < end);
  }, 50),
);
