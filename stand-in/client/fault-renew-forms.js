// During hydration React discards the server's form and its input. Until then the page says, as a page of Next.js does, that it does not react yet.
'use strict';
window.__next_f ??= [];
setTimeout(() => {
  for (const form of document.querySelectorAll('main form')) {
    const holder = document.createElement('template');
    holder.innerHTML = form.outerHTML;
    form.replaceWith(holder.content);
  }
  delete window.__next_f;
}, 700);
