/** A style sheet that is made when somebody asks for it. */
class CSSResult {
  constructor(cssText) {
    this.cssText = cssText;
  }

  get styleSheet() {
    if (!this._sheet) (this._sheet = new CSSStyleSheet()).replaceSync(this.cssText);
    return this._sheet;
  }
}

/** Sheets alone stand in a sheet, and nobody makes one for an expression of the page. */
export const css = (strings, ...values) =>
  new CSSResult(String.raw({ raw: strings }, ...values.map(({ cssText }) => cssText)));
