/**
 * Gives an element that was moved to another document its styles again, for a constructed sheet belongs
 * to the document that made it (https://drafts.csswg.org/cssom/#dom-documentorshadowroot-adoptedstylesheets),
 * and calls `onleave` when that document goes and the page of this script stays. Returns the undo.
 */
export function enterDocument(element: HTMLElement, css: string, onleave: () => void): () => void {
  const view = element.ownerDocument.defaultView;
  if (!view || !element.shadowRoot) return () => {};
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(css);
  element.shadowRoot.adoptedStyleSheets = [sheet];
  if (view === globalThis) return () => {};
  view.addEventListener('pagehide', onleave);
  return () => view.removeEventListener('pagehide', onleave);
}
