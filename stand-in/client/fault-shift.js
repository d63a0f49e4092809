// An announcement that nobody kept room for, put above everything once the page is painted: later than the 500 ms after
// a change of the viewport in which the browser blames a shift on the visitor.
'use strict';
requestAnimationFrame(() =>
  setTimeout(() => {
    const banner = document.createElement('div');
    banner.className = 'late-banner';
    banner.textContent = 'Tickets for the autumn tour are on sale now!';
    document.getElementById('main-content').prepend(banner);
  }, 900),
);
