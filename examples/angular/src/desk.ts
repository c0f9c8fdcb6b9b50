import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import 'live-call';

@Component({
  selector: 'app-desk',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Questions?</h1>
    <live-call
      token-url="/token"
      greeting="Greet the caller."
      [strings]="words"
      (callend)="end.set($event.reason)"
    />
    @if (end()) {
      <output>The call has ended: {{ end() }}.</output>
    }
  `,
})
export class Desk {
  readonly words = { start: 'Talk to Ada' };
  readonly end = signal('');
}
