// A browser dialog blocks the page until it is closed.
'use strict';
addEventListener('load', () => setTimeout(() => alert('Turn on notifications to never miss a show.'), 300));
