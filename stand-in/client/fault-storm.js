// The page requests the same list in a loop.
'use strict';
const ask = () => fetch('/api/trending?limit=1').then(again, again);
const again = () => setTimeout(ask, 33);
addEventListener('load', ask);
