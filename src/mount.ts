import type { ScriptSettings } from './script-settings.js';

/** The call that a script has put on this page, and the settings that the script had. */
interface Mounted {
  readonly call: HTMLElement;
  readonly settings: ScriptSettings;
}

const page = globalThis as { [key: symbol]: Mounted | undefined };

/** Puts a floating call on the page, unless there is one of this id by a script; returns the settings of that one. */
export function mount(settings: ScriptSettings): ScriptSettings {
  // By a registered symbol, so that a script that runs again, or another copy of it, knows the call of the first.
  const key = Symbol.for(`live-call ${settings['id']}`);
  const before = page[key];
  if (before?.call.isConnected) return before.settings;
  const call = document.createElement('live-call');
  for (const [name, value] of Object.entries({ variant: 'floating', ...settings })) {
    call.setAttribute(name, value);
  }
  page[key] = { call, settings };
  place(call);
  keepOnPage(call, key);
  return settings;
}

/** Page frameworks replace, refill and compare the body, and leave alone what lies beside it. */
function place(call: HTMLElement): void {
  const isFloating = call.getAttribute('variant') === 'floating';
  (isFloating ? document.documentElement : document.body).append(call);
}

/**
 * Puts the call back when the page is swapped away under it, in the microtask after, so that it goes on. A call
 * that its owner takes out, or out with something else, stays out.
 */
function keepOnPage(call: HTMLElement, key: symbol): void {
  const observer = new MutationObserver((records) => {
    if (page[key]?.call !== call) return observer.disconnect();
    watch();
    if (call.isConnected) return;
    const wentAlong = records.some(({ removedNodes }) =>
      [...removedNodes].some((node) => node.contains(call)),
    );
    if (wentAlong && records.some(isSwap)) place(call);
  });
  const watch = () => {
    for (const node of [document, document.documentElement, document.body as Node | null]) {
      if (node) observer.observe(node, { childList: true });
    }
  };
  watch();
}

/** Whether the page, its body or everything in the body was taken out. */
function isSwap({ target, removedNodes, addedNodes, ...record }: MutationRecord): boolean {
  const isPage = [...removedNodes].some(({ nodeName }) => /^(html|body)$/i.test(nodeName));
  const { previousSibling, nextSibling } = record;
  const isAll = !previousSibling && !nextSibling && removedNodes.length + addedNodes.length > 1;
  return isPage || (target === document.body && isAll);
}
