// The page holds a form within a form; React finds that its own tree differs and throws while it takes the page over.
'use strict';
throw new Error('Minified React error #418; visit https://react.dev/errors/418 for the full message.');
