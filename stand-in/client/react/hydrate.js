// Simulates React's hydration: sets React's keys on the nodes, renders forms again, starts the components, and prefetches
// the pages of visible links as the router does.
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

/** With nested forms the server's markup differs from the client's: React discards it and renders both forms, empty. */
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

/** One after the other. If one component throws, the next one still starts. */
function start(chunks) {
  for (const [, component] of chunks.toSorted(([a], [b]) => a - b)) {
    try {
      component();
    } catch (error) {
      reportError(error);
    }
  }
}

/** Each address once, when its link comes near the viewport, as the router does in production. */
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
