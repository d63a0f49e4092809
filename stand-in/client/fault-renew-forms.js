// During hydration React discards the server's form and its input.
'use strict';
setTimeout(() => {
  for (const form of document.querySelectorAll('main form')) {
    const holder = document.createElement('template');
    holder.innerHTML = form.outerHTML;
    form.replaceWith(holder.content);
  }
}, 700);
