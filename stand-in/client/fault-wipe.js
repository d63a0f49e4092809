// A component that renders again and loses its input.
'use strict';
document.addEventListener('input', ({ target }) => {
  if (target.matches?.('#email, #password')) setTimeout(() => (target.value = ''), 500);
});
