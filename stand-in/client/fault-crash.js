// React's error screen after a component threw.
'use strict';
document.getElementById('main-content').innerHTML =
  '<div class="wrap centred"><h1>Something went wrong</h1><p><button type="button">Try again</button></p></div>';
throw new TypeError("Cannot read properties of undefined (reading 'map')");
