import './index.js';
import { mount } from './mount.js';
import { afterTask } from './platform/after-task.js';
import { findOwnScript, misspelt, readScript } from './script-settings.js';

// `<script src="…/live-call.min.js" data-token-url="/token">` alone mounts a floating call.
const script = findOwnScript();
const settings = readScript(script);

/** Tells the owner of a page on which nothing happens what is missing. */
function warn(): void {
  if (document.querySelector('live-call')) return;
  const names = misspelt(script);
  console.warn?.(
    'live-call: there is no <live-call> on this page, and the script has no data-token-url' +
      `${names.length > 0 ? ` (but ${names.join(', ')})` : ''}. Add data-token-url="/token" to the script, or ` +
      '?token-url=/token to its address, or put <live-call token-url="/token"> on the page.',
  );
}

if (settings['token-url']) {
  if (document.body as HTMLElement | null) mount(settings);
  else document.addEventListener('DOMContentLoaded', () => mount(settings), { once: true });
} else if (document.readyState === 'complete') afterTask(warn);
else addEventListener('load', warn, { once: true });
