// A hundred and eighteen files once the page is shown. Each is another address of a file that is there; as a font it cannot be used.
'use strict';
if (!new URL(document.currentScript.src).searchParams.has('part'))
  addEventListener('load', () => {
    const self = new URL(document.currentScript?.src ?? document.querySelector('script[src*="fault-files"]').src);
    const styles = document.querySelector('link[rel="stylesheet"]').href;
    const part = (address, i) => {
      const url = new URL(address, location.href);
      url.searchParams.set('part', i);
      return url.href;
    };
    const steps = [];
    const times = (n, make) => Array.from({ length: n }, (_, i) => steps.push(() => make(i)));
    times(40, (i) => document.head.append(Object.assign(document.createElement('script'), { src: part(self, i) })));
    times(62, (i) => Object.assign(new Image(), { src: part('/icon.svg', i) }));
    times(9, (i) => {
      const link = { rel: 'stylesheet', media: 'print', href: part(styles, i) };
      document.head.append(Object.assign(document.createElement('link'), link));
    });
    times(7, (i) => new FontFace(`part-${i}`, `url(${part(styles, `font-${i}`)})`).load().catch(() => undefined));
    // Each in a task of its own: together they blocked the page for 203 ms on a slow machine, which is another flaw.
    const next = () => {
      steps.shift()();
      if (steps.length > 0) setTimeout(next);
    };
    next();
  });
