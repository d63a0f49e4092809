// An announcement that nobody kept room for, put above everything once the page is painted.
'use strict';
requestAnimationFrame(() =>
  setTimeout(() => {
    const banner = document.createElement('div');
    banner.className = 'late-banner';
    banner.textContent = 'Tickets for the autumn tour are on sale now!';
    document.getElementById('main-content').prepend(banner);
  }, 400),
);
