/**
 * Gives a shadow root that was moved to another document its styles again: a constructed sheet belongs
 * to the document that made it (https://drafts.csswg.org/cssom/#dom-documentorshadowroot-adoptedstylesheets).
 */
export function adoptStyles(root: ShadowRoot, css: string, view: Window & typeof globalThis): void {
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
}
