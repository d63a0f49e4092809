// What a page can be told of a library from 2012 that it has loaded.
'use strict';
window.jQuery = Object.assign(() => undefined, { fn: { jquery: '1.8.0' } });
