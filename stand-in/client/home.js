// The home page's carousels and its questions.
'use strict';
const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
for (const carousel of document.querySelectorAll('.carousel')) {
  const track = carousel.querySelector('.track');
  for (const button of carousel.querySelectorAll('[data-slide]')) {
    button.addEventListener('click', () => {
      track.scrollBy({
        left: Number(button.dataset.slide) * track.clientWidth * 0.8,
        behavior: isCalm ? 'auto' : 'smooth',
      });
    });
  }
}
for (const button of document.querySelectorAll('[data-go-to]')) {
  const tiles = button.closest('.slides').querySelectorAll('.tile');
  button.addEventListener('click', () => {
    const tile = tiles[Number(button.dataset.goTo)];
    tile.parentElement.scrollTo({ left: tile.offsetLeft - tiles[0].offsetLeft, behavior: isCalm ? 'auto' : 'smooth' });
  });
}
for (const button of document.querySelectorAll('.faq button')) {
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    document.getElementById(button.getAttribute('aria-controls')).hidden = !open;
  });
}
