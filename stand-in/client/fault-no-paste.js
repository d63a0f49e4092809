// Fields that block pasting: password managers and copied names do not work.
'use strict';
addEventListener('paste', (event) => event.preventDefault(), { capture: true });
