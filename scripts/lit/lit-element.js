import { ReactiveElement } from '@lit/reactive-element';
import { render } from 'lit-html';
export * from '@lit/reactive-element';
export * from 'lit-html';

export class LitElement extends ReactiveElement {
  update() {
    const value = this.render();
    // What changes from here on is for another update.
    super.update();
    render(value, this.renderRoot);
  }
}
