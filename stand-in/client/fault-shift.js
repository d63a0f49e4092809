// An announcement without reserved space is inserted at the top after the page is painted. It comes more than 500 ms after
// a change of the viewport, because within that time the browser attributes a shift to the visitor.
'use strict';
requestAnimationFrame(() =>
  setTimeout(() => {
    const banner = document.createElement('div');
    banner.className = 'late-banner';
    banner.textContent = 'Tickets for the autumn tour are on sale now!';
    document.getElementById('main-content').prepend(banner);
  }, 900),
);
