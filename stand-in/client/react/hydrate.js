// What React does when it takes a page over: it leaves its keys on the nodes, makes forms anew, starts the components, and its router
// prefetches the pages that links in sight lead to.
const key = Math.random().toString(36).slice(2);
const [FIBER, PROPS] = [`__reactFiber$${key}`, `__reactProps$${key}`];

function own(element) {
  if (FIBER in element) return;
  element[FIBER] = { tag: 5, type: element.localName, stateNode: element };
  element[PROPS] = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
}
function ownAll(root) {
  own(root);
  for (const element of root.querySelectorAll('*')) own(element);
}

/** The server's form is not the client's where one form lay in another: React throws it away and makes both, empty. */
function renewForms() {
  for (const oauth of document.querySelectorAll('form .oauth')) {
    const form = oauth.closest('form');
    const holder = document.createElement('template');
    holder.innerHTML = form.outerHTML;
    const fresh = holder.content.firstElementChild;
    const inner = document.createElement('form');
    const place = fresh.querySelector('.oauth');
    inner.method = 'post';
    inner.enctype = 'multipart/form-data';
    inner.append(...place.childNodes);
    place.append(inner);
    form.replaceWith(fresh);
  }
}

/** One after the other; a component that throws does not keep the next from starting. */
function start(chunks) {
  for (const [, component] of chunks.toSorted(([a], [b]) => a - b)) {
    try {
      component();
    } catch (error) {
      reportError(error);
    }
  }
}

/** Each address once, when its link comes near the window, as the router's links do in production. */
function prefetchLinks() {
  const asked = new Set([location.pathname]);
  const headers = { RSC: '1', 'Next-Router-Prefetch': '1' };
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        const { pathname, search, origin } = new URL(target.href);
        if (origin !== location.origin || asked.has(pathname)) continue;
        asked.add(pathname);
        const query = new URLSearchParams(search);
        query.set('_rsc', key.slice(0, 5));
        void fetch(`${pathname}?${query}`, { headers, priority: 'low', credentials: 'same-origin' }).catch(() => {});
      }
    },
    { rootMargin: '200px' },
  );
  for (const link of document.querySelectorAll('a[href^="/"]')) seen.observe(link);
}

renewForms();
start(self.webpackChunk_N_E ?? []);
ownAll(document.documentElement);
document[`__reactContainer$${key}`] = { tag: 3 };
document[`_reactListening${key}`] = true;
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) ownAll(node);
  }
}).observe(document.documentElement, { childList: true, subtree: true });
prefetchLinks();
