// Content is inserted at the top three seconds after loading, while a visitor is reading.
'use strict';
addEventListener('load', () =>
  setTimeout(() => {
    const banner = document.createElement('div');
    banner.className = 'late-banner';
    banner.textContent = 'Your region has new shows!';
    document.getElementById('main-content')?.prepend(banner);
  }, 3_000),
);
