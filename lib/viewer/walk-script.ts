/**
 * Runs in the page, after the live script. What is chosen by a link comes without a new page, and arrow keys walk: left and right
 * through steps, up and down through acts. Without it the links are links.
 */
export const WALK_SCRIPT = `
async function pick(link) {
  const { href } = link;
  history.replaceState(null, '', href);
  // Where the reader was before the panel closed is where the keys go on.
  if (link.matches('.close')) document.querySelector('.strip [aria-current]')?.focus({ preventScroll: true });
  await refresh(true);
  const place = link.closest('.strip, .axis') ? link : placesOf().find((each) => each.href === href);
  place?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Acts and steps in the strip, in order. */
function placesOf() {
  return [...document.querySelectorAll('.strip :is(.scene-name, .thumb)')];
}

// Of an act of many steps the chosen one may be far to the right.
const chosen = document.querySelector('.thumb[aria-current]');
const strip = chosen?.closest('.thumbs');
if (strip) strip.scrollLeft = chosen.offsetLeft + chosen.offsetWidth / 2 - strip.offsetLeft - strip.clientWidth / 2;

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-pick]');
  if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  pick(link);
});

document.addEventListener('keydown', (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const film = document.querySelector('.film');
  const at = document.activeElement;
  const walks = film?.contains(at) && at.matches('a');
  const aside = at === document.body && ['ArrowLeft', 'ArrowRight', 'Escape'].includes(event.key);
  if (!walks && !aside) return;
  const link = targetOf(event.key, film);
  if (!link) return;
  event.preventDefault();
  // Or the picture below a pointer that rests would open again and again.
  document.documentElement.classList.add('walking');
  if (!link.matches('.close')) link.focus({ preventScroll: true, focusVisible: true });
  pick(link);
});

document.addEventListener('pointermove', () => document.documentElement.classList.remove('walking'));

function targetOf(key, film) {
  const places = placesOf();
  const steps = places.filter((place) => place.matches('.thumb'));
  const focused = places.indexOf(document.activeElement);
  const at = focused >= 0 ? focused : places.findIndex((place) => place.hasAttribute('aria-current'));
  const scenes = [...film.querySelectorAll('.scene')];
  const scene = scenes.indexOf(places[at]?.closest('.scene'));
  const inScene = (index) => scenes[index]?.querySelector('.thumb') ?? scenes[index]?.querySelector('.scene-name');
  if (key === 'ArrowRight') return steps.find((step) => places.indexOf(step) > at);
  if (key === 'ArrowLeft') return steps.findLast((step) => places.indexOf(step) < at);
  if (key === 'ArrowDown') return inScene(scene + 1);
  if (key === 'ArrowUp') return inScene(scene - 1);
  if (key === 'Home') return steps[0];
  if (key === 'End') return steps.at(-1);
  if (key === 'Escape') return film.querySelector('.close');
  return undefined;
}
`;
