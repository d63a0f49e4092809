// A component that renders itself anew, and forgets what was typed into it.
'use strict';
document.addEventListener('input', ({ target }) => {
  if (target.matches?.('#email, #password')) setTimeout(() => (target.value = ''), 500);
});
