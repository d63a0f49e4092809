'use strict';
console.error('Failed to initialise analytics: measurement id missing');
