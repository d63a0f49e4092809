// A dialog of the browser stops the page until somebody answers it.
'use strict';
addEventListener('load', () => setTimeout(() => alert('Turn on notifications to never miss a show.'), 300));
