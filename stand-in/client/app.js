// Every page: faults in the browser, theme, menus, drawer, tabs, toasts, sign-out, the live indicator.
'use strict';
window.site = (() => {
  const root = document.documentElement;
  const flaws = new Set((root.dataset.flaws || '').split(' '));
  const flawed = (id) => flaws.has(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const TOAST_MS = 4000;

  function toast(text, action) {
    for (const toaster of all('.toaster')) {
      const list = toaster.firstElementChild ?? toaster.appendChild(document.createElement('ol'));
      list.setAttribute('data-sonner-toaster', '');
      const item = document.createElement('li');
      item.textContent = text;
      if (action) {
        const link = document.createElement('a');
        link.href = action.href;
        link.textContent = action.name;
        item.append(' ', link);
      }
      list.append(item);
      setTimeout(() => item.remove(), TOAST_MS);
    }
  }

  function setTheme(choice) {
    root.classList.remove('light', 'dark');
    if (choice === 'light' || choice === 'dark') root.classList.add(choice);
  }
  setTheme(localStorage.getItem('theme'));

  function setMenu(button, open) {
    button.setAttribute('aria-expanded', String(open));
    document.getElementById(button.dataset.menu).hidden = !open;
  }
  const menus = all('[data-menu]');
  const closeMenus = () => menus.forEach((button) => setMenu(button, false));
  for (const button of menus) {
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      const open = button.getAttribute('aria-expanded') !== 'true';
      closeMenus();
      setMenu(button, open);
    });
  }
  document.addEventListener('click', closeMenus);
  for (const button of all('[data-theme-choice]')) {
    button.addEventListener('click', () => {
      if (flawed('theme-toggle-inert')) return;
      localStorage.setItem('theme', button.dataset.themeChoice);
      if (!flawed('theme-deferred')) setTheme(button.dataset.themeChoice);
    });
  }

  const drawer = document.getElementById('drawer');
  const toggle = document.querySelector('.toggle-menu');
  const search = document.getElementById('mobile-search');
  function setDrawer(open) {
    if (drawer.hidden !== open) return;
    drawer.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    if (open) drawer.querySelector('[data-close-drawer]').focus();
    else if (!flawed('drawer-focus-lost')) toggle.focus();
  }
  toggle.addEventListener('click', () => {
    if (!flawed('menu-inert')) setDrawer(drawer.hidden);
  });
  drawer.querySelector('[data-close-drawer]').addEventListener('click', () => setDrawer(false));
  document.querySelector('.search-toggle').addEventListener('click', () => {
    search.hidden = false;
    if (!flawed('search-dialog-unfocused')) search.querySelector('input').focus();
  });
  function closeSearch() {
    if (search.hidden) return;
    search.hidden = true;
    if (!flawed('search-dialog-focus-lost')) document.querySelector('.search-toggle').focus();
  }
  search.querySelector('[data-close-search]').addEventListener('click', closeSearch);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    closeMenus();
    if (!flawed('drawer-escape-inert')) setDrawer(false);
    if (!flawed('search-dialog-escape-inert')) closeSearch();
  });

  for (const button of all('[data-sign-out]')) {
    button.addEventListener('click', async () => {
      await fetch('/auth/sign-out', { method: 'POST', redirect: 'manual' });
      location.assign('/');
    });
  }

  for (const tabs of all('.tabs')) {
    const buttons = all('[role=tab]', tabs);
    const choose = (chosen) => {
      if (flawed('tabs-inert')) return;
      for (const button of buttons) {
        button.setAttribute('aria-selected', String(button === chosen && !flawed('tab-state-missing')));
        button.tabIndex = button === chosen ? 0 : -1;
        const panel = document.getElementById(button.getAttribute('aria-controls'));
        panel.hidden = button !== chosen && (panel.hidden || !flawed('tab-panels-stay'));
      }
    };
    for (const button of buttons) button.addEventListener('click', () => choose(button));
    tabs.querySelector('[role=tablist]').addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const open = buttons.filter((button) => !button.disabled);
      const next = open[(open.indexOf(document.activeElement) + step + open.length) % open.length];
      choose(next);
      if (!flawed('tabs-focus-stays')) next.focus();
    });
  }

  const INERT_LINKS = {
    'drawer-links-inert': '#drawer nav a',
    'artist-show-links-inert': '#panel-upcoming a',
    'vote-link-inert': '#setlists > .section-head a',
  };
  for (const [fault, links] of Object.entries(INERT_LINKS))
    if (flawed(fault)) for (const link of all(links)) link.addEventListener('click', (event) => event.preventDefault());

  // As a component that renders its field anew, of another type.
  if (flawed('email-untyped')) for (const email of all('#email')) email.type = 'text';

  // The action id of a nested form. With JavaScript the Spotify button handles it itself.
  for (const id of all('main form .oauth > input')) id.remove();

  for (const button of all('[data-follow]')) {
    button.addEventListener('click', () => {
      const isGuest = !('signedIn' in root.dataset);
      if (isGuest) toast('Please sign in to follow artists');
      if (!isGuest || flawed('follow-guest-accepted'))
        button.textContent = button.textContent === 'Follow' ? 'Following' : 'Follow';
    });
  }
  for (const button of all('[data-sync]')) {
    button.addEventListener('click', async () => {
      const answer = await post('/api/artists/sync-shows', { slug: button.dataset.sync });
      toast(answer.ok ? 'Shows are up to date' : 'Failed to sync artist data');
    });
  }
  for (const button of all('[data-going]')) {
    button.addEventListener('click', async () => {
      if (!('signedIn' in root.dataset)) {
        toast('Please sign in to mark attendance', { href: '/auth/sign-in', name: 'Sign In' });
        return;
      }
      const answer = await post('/api/attendance', {});
      if (answer.ok) button.textContent = 'Going';
    });
  }
  if (document.querySelector('[data-ask-attendance]')) void fetch('/api/attendance');

  function post(url, body) {
    const headers = { 'Content-Type': 'application/json' };
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  const listeners = [];
  const say = (text) => {
    if (!flawed('live-badge-stuck')) all('[data-live]').forEach((element) => (element.textContent = text));
  };
  function connect(waitMs) {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/realtime/v1/websocket`);
    let joined = false;
    socket.addEventListener('message', (message) => {
      const news = JSON.parse(message.data);
      if (news.event === 'joined') {
        joined = true;
        say('Live updates active');
      } else listeners.forEach((listener) => listener(news));
    });
    socket.addEventListener('close', () => {
      say(joined ? 'Disconnected' : 'Connection error');
      // Exponential, up to 30 s, as the real page does.
      setTimeout(() => connect(Math.min(waitMs * 2, 30000)), waitMs);
    });
  }
  connect(1000);

  return {
    flawed,
    all,
    toast,
    post,
    signedIn: 'signedIn' in root.dataset,
    onNews: (listener) => listeners.push(listener),
  };
})();
