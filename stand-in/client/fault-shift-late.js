// Something comes in above everything three seconds after the page has loaded, when a visitor is already reading.
'use strict';
addEventListener('load', () =>
  setTimeout(() => {
    const banner = document.createElement('div');
    banner.className = 'late-banner';
    banner.textContent = 'Your region has new shows!';
    document.getElementById('main-content')?.prepend(banner);
  }, 3_000),
);
