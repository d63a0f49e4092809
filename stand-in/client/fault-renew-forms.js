// React throws the server's form away when it takes the page over, and what was typed with it.
'use strict';
setTimeout(() => {
  for (const form of document.querySelectorAll('main form')) {
    const holder = document.createElement('template');
    holder.innerHTML = form.outerHTML;
    form.replaceWith(holder.content);
  }
}, 700);
