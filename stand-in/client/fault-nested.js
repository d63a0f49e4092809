// The page contains a form within a form. React finds a different tree and throws during hydration.
'use strict';
throw new Error('Minified React error #418; visit https://react.dev/errors/418 for the full message.');
