// Mounts <live-call> in a DOM without Web Audio and custom states, as the tests of an app do.
import { openDom } from './dom.js';

await openDom(process.argv[2]);
await import('live-call');
document.body.innerHTML = '<live-call token-url="/token" mic-muted></live-call>';
const call = document.querySelector('live-call');
await call.updateComplete;
const words = call.shadowRoot.textContent;
const error = await call.start().catch((reason) => reason);
await call.updateComplete;
call.remove();
process.stdout.write(
  JSON.stringify({
    idle: words.includes('Start call'),
    micMuted: call.micMuted,
    error: error?.code ?? String(error),
    failed: call.shadowRoot.textContent.includes('This browser cannot call.'),
  }),
);
process.exit();
