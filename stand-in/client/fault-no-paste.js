// Fields that take no paste: no password manager, no copied name.
'use strict';
addEventListener('paste', (event) => event.preventDefault(), { capture: true });
