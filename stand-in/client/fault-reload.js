// The page starts over every second, as one does whose script believes that it is out of date.
'use strict';
addEventListener('load', () => setTimeout(() => location.reload(), 1_000));
