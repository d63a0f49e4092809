// Blocks the main thread again and again after the first paint.
'use strict';
let left = 6;
function block() {
  const end = performance.now() + 250;
  while (performance.now() < end);
  if (--left > 0) setTimeout(block, 20);
}
requestAnimationFrame(() => setTimeout(block, 50));
