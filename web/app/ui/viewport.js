/**
 * Keeps the free height of the window in `--viewport-height`: an on-screen keyboard takes some of it.
 * @param {VisualViewport | null} viewport
 */
export function followViewport(viewport) {
  if (!viewport) return;
  const measure = () => {
    // A person who zooms in wants to see more of a part, not a smaller page.
    if (viewport.scale > 1.01) return;
    document.documentElement.style.setProperty('--viewport-height', `${viewport.height}px`);
  };
  viewport.addEventListener('resize', measure);
  measure();
}
