// The four search boxes: header, phone, home hero and /artists.
'use strict';
(() => {
  const { flawed, post } = window.site;
  const DEBOUNCE_MS = flawed('search-undebounced') ? 0 : 300;
  const PAGE_DEBOUNCE_MS = flawed('search-undebounced') ? 0 : 500;
  const create = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /** Calls `run` with the latest term after typing has paused; an answer to an older term is ignored. */
  function whenTyped(input, debounceMs, least, run, clear) {
    let timer;
    let latest = 0;
    input.addEventListener('input', () => {
      clearTimeout(timer);
      const mine = ++latest;
      const term = input.value.trim();
      if (term.length < least) {
        clear();
        return;
      }
      timer = setTimeout(() => void run(term, () => mine === latest), debounceMs);
    });
  }

  /** With the fault on, every search after a failed one fails. */
  let isStuck = false;
  const succeeds = (answer) => {
    isStuck ||= !answer.ok && flawed('search-failure-sticks');
    return answer.ok && !isStuck;
  };

  /** The answer's JSON; undefined if there is none. */
  async function get(url) {
    try {
      const answer = await fetch(url);
      return succeeds(answer) ? await answer.json() : undefined;
    } catch {
      return undefined;
    }
  }
  /** The same, or the API's error message; without an answer, the page's own message. */
  async function artistsFor(term) {
    try {
      const answer = await fetch(`/api/artists/search?q=${encodeURIComponent(term)}`);
      const json = await answer.json();
      return succeeds(answer) ? json : { error: json.error || 'Search failed' };
    } catch (error) {
      return { error: error.message || 'Failed to search artists' };
    }
  }
  const searched = async (term) => (await get(`/api/search?q=${encodeURIComponent(term)}&limit=8`))?.results;

  /** As text: user input is never inserted as HTML. */
  function nothingFor(term, attributes = {}) {
    const isSilent = flawed('no-result-silent');
    const note = create('p', attributes, isSilent ? '' : `No results found for "${term}"`);
    if (flawed('search-html-injected')) note.innerHTML = note.textContent;
    return note;
  }
  /** R1 ignores the error everywhere except on /artists. */
  const failedSearch = () =>
    flawed('search-failure-silent') ? [] : [create('p', { role: 'alert' }, 'Failed to search artists')];

  function resultLinks(results) {
    return results.map((result) =>
      create(
        'a',
        { href: `/artists/${result.slug}`, class: 'result' },
        create('strong', {}, result.title),
        ` ${result.subtitle ?? ''} `,
        create('span', { class: 'chip' }, 'artist'),
      ),
    );
  }

  const header = document.getElementById('header-search');
  const headerResults = document.getElementById('header-results');
  const clearButton = document.getElementById('clear-search');
  const hideHeader = () => {
    headerResults.replaceChildren();
    headerResults.hidden = true;
  };
  header.addEventListener('input', () => {
    clearButton.hidden = header.value === '';
  });
  clearButton.addEventListener('click', () => {
    if (flawed('clear-inert')) return;
    if (!flawed('clear-keeps-text')) header.value = '';
    clearButton.hidden = true;
    if (!flawed('clear-keeps-results')) hideHeader();
    if (!flawed('clear-focus-lost')) header.focus();
  });
  whenTyped(
    header,
    DEBOUNCE_MS,
    2,
    async (term, current) => {
      const results = await searched(term);
      if (!current()) return;
      hideHeader();
      const found = results?.length ? resultLinks(results) : [nothingFor(term, { role: 'status' })];
      headerResults.append(...(results ? found : failedSearch()));
      headerResults.hidden = headerResults.childElementCount === 0;
    },
    hideHeader,
  );
  header.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    // A search box empties itself on Escape, which would close the results as well.
    if (flawed('header-escape-inert')) event.preventDefault();
    else hideHeader();
  });

  const phone = document.getElementById('mobile-search-input');
  const phoneResults = document.getElementById('mobile-results');
  const nothingFound = () => [
    create('p', {}, flawed('no-result-silent') ? '' : 'No results found'),
    create('p', { class: 'muted' }, 'Try searching with different keywords'),
  ];
  whenTyped(
    phone,
    DEBOUNCE_MS,
    2,
    async (term, current) => {
      const results = flawed('mobile-search-inert') ? [] : await searched(term);
      if (!current()) return;
      const found = results?.length ? resultLinks(results) : nothingFound();
      phoneResults.replaceChildren(...(results ? found : failedSearch()));
    },
    () => phoneResults.replaceChildren(),
  );

  const hero = document.getElementById('hero-search');
  if (hero) {
    const failure = document.getElementById('hero-failure');
    const clearHero = document.getElementById('clear-hero');
    // At the end of the body, so that its parent never clips the popover.
    const popover = document.body.appendChild(document.getElementById('hero-popover'));
    const hide = () => {
      popover.hidden = true;
      popover.replaceChildren();
      failure.replaceChildren();
      hero.removeAttribute('aria-activedescendant');
    };
    const open = () => {
      const box = hero.parentElement.getBoundingClientRect();
      popover.style.left = `${box.left + scrollX}px`;
      popover.style.top = `${box.bottom + scrollY + 6}px`;
      popover.style.width = `${box.width}px`;
      popover.hidden = false;
    };
    const empty = () => {
      hero.value = '';
      clearHero.hidden = true;
      hide();
    };
    hero.addEventListener('input', () => {
      clearHero.hidden = hero.value === '';
    });
    clearHero.addEventListener('click', () => {
      empty();
      hero.focus();
    });
    const options = () => [...popover.querySelectorAll('[role=option]')];
    const chosen = () => options().find((option) => option.getAttribute('aria-selected') === 'true');
    const select = (option) => {
      for (const other of options()) other.setAttribute('aria-selected', String(other === option));
      hero.setAttribute('aria-activedescendant', option.id);
    };
    const choose = async (option) => {
      const answer = await post('/api/artists/sync', { artistName: option.dataset.name, artistId: option.dataset.id });
      const slug = (await answer.json().catch(() => undefined))?.artist?.slug;
      if (answer.ok && slug) location.assign(`/artists/${slug}`);
    };
    whenTyped(
      hero,
      DEBOUNCE_MS,
      2,
      async (term, current) => {
        const found = await get(`/api/search/suggestions?query=${encodeURIComponent(term)}&limit=8`);
        if (!current()) return;
        hide();
        if (!found) {
          failure.append(...failedSearch());
          return;
        }
        open();
        if (!found.suggestions.length) {
          popover.append(nothingFor(term), create('p', { class: 'muted' }, 'Try searching for different artists'));
          return;
        }
        const list = found.suggestions.map((suggestion, i) => {
          const id = `suggestion-${i}`;
          const attributes = { id, role: 'option', tabindex: '-1', 'aria-selected': 'false', class: 'result' };
          const option = create(
            'div',
            attributes,
            create('span', { class: 'strong' }, suggestion.title),
            ...(suggestion.subtitle ? [create('p', { class: 'muted' }, suggestion.subtitle)] : []),
            create('span', { class: 'chip' }, suggestion.type),
          );
          option.dataset.id = suggestion.id;
          option.dataset.name = suggestion.title;
          option.addEventListener('click', () => void choose(option));
          return option;
        });
        const group = create('div', { role: 'group', 'aria-label': 'Artists' }, ...list);
        popover.append(create('div', { role: 'listbox', 'aria-label': 'Suggestions' }, group));
        select(list[0]);
      },
      hide,
    );
    addEventListener('resize', () => {
      if (flawed('turn-empties-search')) hero.value = '';
      if (flawed('turn-closes-results')) hide();
    });
    const STEPS = { ArrowDown: 1, ArrowUp: -1 };
    hero.addEventListener('keydown', (event) => {
      const list = options();
      if (event.key === 'Escape' && !flawed('hero-escape-inert')) empty();
      if (list.length === 0 || flawed('hero-keyboard-inert')) return;
      if (flawed(event.key === 'Enter' ? 'hero-enter-inert' : 'hero-arrows-inert')) return;
      if (event.key === 'Enter') void choose(chosen());
      else if (event.key in STEPS) select(list.at((list.indexOf(chosen()) + STEPS[event.key]) % list.length));
      else return;
      event.preventDefault();
    });
  }

  const page = document.getElementById('artists-search');
  if (page) {
    const list = document.getElementById('artists-results');
    const card = (artist) => {
      const view = create('button', { type: 'button', class: 'button small' }, 'View');
      const open = () => location.assign(`/artists/${artist.id}`);
      const genres = create('span', { class: 'muted' }, artist.genres.join(' '));
      const initials = create('span', { class: 'cover round' }, artist.name.slice(0, 2).toUpperCase());
      const element = create(
        'div',
        { class: 'card' },
        initials,
        create('div', { class: 'card-text' }, create('h3', {}, artist.name), genres),
        view,
      );
      element.addEventListener('click', open);
      return element;
    };
    whenTyped(
      page,
      PAGE_DEBOUNCE_MS,
      1,
      async (term, current) => {
        const found = await artistsFor(term);
        if (!current()) return;
        if (found.error) list.replaceChildren(create('p', { role: 'alert' }, found.error));
        else if (found.artists.length) list.replaceChildren(...found.artists.map(card));
        else if (flawed('no-result-silent')) list.replaceChildren();
        else list.replaceChildren(create('p', {}, `No artists found for "${term}". Try a different search term.`));
      },
      () => list.replaceChildren(),
    );
  }
})();
