// First, so that what the page shares with the conversation packs beside it.
import './worker/converse.js';
import { workletBeside } from './audio/engine/load-worklet.js';
import './index.js';
import { launchFrom } from './launch-from.js';
import { mount } from './mount.js';
import { afterTask } from './platform/after-task.js';
import { toJson } from './platform/json.js';
import { findOwnScript, misspelt, readOne, readScript } from './script-settings.js';
import { loadLanguages } from './ui/localize.js';

// `<script src="…/live-call.min.js" data-token-url="/token">` alone mounts a floating call.
const script = findOwnScript();
const settings = readScript(script);

workletBeside(script.address);

// No policy for Trusted Types has to let `import()` through: https://github.com/w3c/trusted-types/issues/117
loadLanguages(async (lang) => import(new URL(`lang/${lang}.js`, script.address).href));

const warn = (what: string) => console.warn?.(`live-call: ${what}`);

function mountOnce(): void {
  const [mounted, asked] = [mount(settings), settings].map(toJson);
  if (mounted === asked) return;
  warn(`the call of another script, ${mounted}, stays; ${asked} is not mounted.`);
}

/** Tells the owner of a page on which nothing happens what is missing. */
function explain(): void {
  if (document.querySelector('live-call')) return;
  const missing =
    'no <live-call> here, no data-token-url on the script, no ?token-url= in its address';
  warn([missing, ...misspelt(script)].join(', but '));
}

if (settings['token-url']) {
  if (document.body as HTMLElement | null) mountOnce();
  else document.addEventListener('DOMContentLoaded', mountOnce, { once: true });
} else if (document.readyState === 'complete') afterTask(explain);
else addEventListener('load', explain, { once: true });

const launcher = readOne(script, 'launcher');
if (launcher) launchFrom(launcher);
