import './index.js';
import { attributeOf } from './settings.js';

/** `<script src="…/live-call.min.js" data-token-url="/token">` alone mounts a floating call. */
function mount({ dataset }: HTMLScriptElement): void {
  // Tag managers and templates put a script on a page twice.
  if (document.querySelector('live-call[variant=floating]')) return;
  const call = document.createElement('live-call');
  call.variant = 'floating';
  for (const [name, value] of Object.entries(dataset)) {
    call.setAttribute(attributeOf(name), value ?? '');
  }
  document.body.append(call);
}

// A module script is nobody's currentScript, so it is found by what it asks for.
const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[type=module][data-token-url][src*=live-call]');

if (script?.dataset['tokenUrl']) {
  if (document.body) mount(script);
  else document.addEventListener('DOMContentLoaded', () => mount(script), { once: true });
}
