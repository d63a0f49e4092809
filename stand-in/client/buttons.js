// Small buttons of shows and lists: share, save, add a song, refresh a live card.
'use strict';
(() => {
  const { all, toast, signedIn } = window.site;
  const on = (selector, act) => all(selector).forEach((button) => button.addEventListener('click', () => act(button)));
  on('[data-share]', async () => {
    const copied = await navigator.clipboard?.writeText(location.href).then(
      () => true,
      () => false,
    );
    toast(copied ? 'Link copied' : location.href);
  });
  on('[data-save]', (button) => {
    if (signedIn) button.textContent = button.textContent === 'Save' ? 'Saved' : 'Save';
    else toast('Please sign in to save shows');
  });
  on('[data-add-song]', () => toast('Please sign in to suggest songs'));
  on('[data-refresh-live]', async (button) => {
    const answer = await fetch('/api/trending/live?limit=3');
    const said = button.parentElement.querySelector('.muted');
    if (answer.ok && said) said.textContent = `Updated ${new Date().toISOString().slice(11, 19)}`;
    else toast('Failed to load trending data');
  });
})();
