/**
 * Runs before any other script. A page of which a script or the style sheet does not come, as when the network changes
 * under it, would stay as the server drew it. It loads itself again a second later, if the panel answers then; once in
 * half a minute, so that a part that never comes makes no endless loop and `UnfinishedNote` speaks. What is fetched later
 * has words of its own where it is missing. It stands twice in each first load: it is short.
 */
export const loadAgain = `addEventListener('error', ({ target: { tagName, rel } }) => {
  if (performance.now() > 3e4 || document.readyState == 'complete') return;
  if (tagName != 'SCRIPT' && rel != 'stylesheet') return;
  if (Date.now() - (sessionStorage.loadedAgain || 0) < 3e4) return;
  sessionStorage.loadedAgain = Date.now();
  setTimeout(() => fetch('/api/health').then(({ ok }) => ok && location.reload(), () => {}), 1e3);
}, true);`.replace(/\n */g, '');
