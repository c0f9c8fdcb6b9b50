// `live-call/react` on a server, and then in a page that takes over what the server wrote.
import assert from 'node:assert/strict';
import { renderToString } from 'react-dom/server';
import { createElement, createRef, StrictMode } from 'react';
import { LiveCall } from 'live-call/react';
import { openDom } from './dom.js';

const ref = createRef();
const heard = [];
const page = (props) => createElement(StrictMode, null, createElement(LiveCall, { ref, ...props }));
const first = {
  id: 'desk',
  className: 'wide',
  tokenUrl: '/token',
  variant: 'floating',
  muted: true,
  disabled: false,
  volume: 0.5,
  holding: true,
  tokenProvider: () => 'auth_tokens/abc',
  strings: { start: 'Ask us' },
  oncallend: () => heard.push('first'),
};

const html = renderToString(page(first));
const written =
  '<live-call id="desk" class="wide" token-url="/token" variant="floating" muted="" volume="0.5"></live-call>';
assert.equal(html, written, 'a server writes what is text');

await openDom('jsdom');
const { act } = await import('react');
const { hydrateRoot } = await import('react-dom/client');
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
const complaints = [];
console.error = (...words) => complaints.push(words.join(' '));

// The import was on a server and has registered nothing.
customElements.define('live-call', (await import('live-call/element')).LiveCall);
document.body.innerHTML = `<main>${html}</main>`;
const call = document.querySelector('live-call');
const main = document.querySelector('main');
await call.updateComplete;
// As a floating call does in a browser.
call.setAttribute('popover', 'manual');
const root = await act(() => hydrateRoot(main, page(first)));
assert.deepEqual(complaints, [], 'React takes over what the server wrote');
assert.equal(ref.current, call, 'the ref is the element');
assert.equal(call.tokenProvider, first.tokenProvider, 'a function arrives');
assert.equal(call.strings, first.strings, 'an object arrives');
assert.deepEqual([call.tokenUrl, call.muted, call.volume], ['/token', true, 0.5]);

call.dispatchEvent(new Event('callend'));
assert.deepEqual(heard, ['first'], 'each event is heard once');

const second = { id: 'desk', muted: false, oncallend: () => heard.push('second') };
await act(() => root.render(page(second)));
assert.equal(call.muted, false, 'a property that changes arrives');
assert.equal(call.tokenProvider, undefined, 'a property that is gone is as it was');
assert.deepEqual([call.tokenUrl, call.variant, call.volume], [undefined, 'inline', 1]);
call.dispatchEvent(new Event('callend'));
assert.deepEqual(heard, ['first', 'second'], 'the listener of now hears');

call.volume = 0.25;
await act(() => root.render(page({ ...second, lang: 'de' })));
assert.equal(call.volume, 0.25, 'what is not in the page’s hands stays');

await act(() => root.unmount());
call.dispatchEvent(new Event('callend'));
assert.deepEqual(
  heard,
  ['first', 'second', 'second'],
  'the end of a call whose element is gone is heard',
);
process.exit();
