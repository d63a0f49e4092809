// Blocks the main thread again and again after the first paint.
'use strict';
// Not the page's clock, which a check may have stopped.
const now = () => new File([], '').lastModified;
let left = 6;
function block() {
  const end = now() + 250;
  while (now() < end);
  if (--left > 0) setTimeout(block, 20);
}
requestAnimationFrame(() => setTimeout(block, 50));
