// Loads the chunk that hydrates the page. `import()` does not delay the load event, so the page is loaded but not yet hydrated.
'use strict';
void import(`/_next/static/chunks/hydrate.js?ts=${Math.random().toString(36).slice(2)}`);
