// A picture without TLS that no visitor sees, as counters have it.
'use strict';
new Image().src = 'http://images.mysetlist.example/pixel.gif';
