// Blocks the main thread repeatedly after the first paint.
'use strict';
// Not Date.now(): a check may have frozen it.
const now = () => new File([], '').lastModified;
let left = 6;
function block() {
  const end = now() + 250;
  while (now() < end);
  if (--left > 0) setTimeout(block, 20);
}
requestAnimationFrame(() => setTimeout(block, 50));
