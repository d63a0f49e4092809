// Asks for the chunk that takes the page over. `import()` does not hold up the load event: the page is there, and does not react yet.
'use strict';
void import(`/_next/static/chunks/hydrate.js?ts=${Math.random().toString(36).slice(2)}`);
