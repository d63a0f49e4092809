// The page reloads every second, as after a wrong detection of a new version.
'use strict';
addEventListener('load', () => setTimeout(() => location.reload(), 1_000));
