import { CallError } from '../../call/errors.js';
import { version } from '../../version.js';
import source from '../worklet/worklet-source.js';

/** The name of the source inside this module, in the list of addresses. */
const INLINED = 'blob:';

/** The addresses to try in turn where a page names none. */
const known = [INLINED];

/** Names the address of this script: the file of the worklet lies beside it, of the same version. */
export function workletBeside(script: URL | undefined): void {
  if (script) known[1] = new URL(`live-call.worklet.js?${version}`, script).href;
}

/** How long a preload may take to show whether the policy forbids a file, in ms. */
const PRELOAD_TIMEOUT_MS = 1000;

/**
 * Registers the processors on `context`: from `workletUrl` if given, else from the source inside this
 * module, and where the page's policy forbids that from the worklet file beside this script. Worklets
 * obey `script-src`, not `worker-src`: https://w3c.github.io/webappsec-csp/#effective-directive-for-a-request
 * Rejects with CallError `worklet-blocked` where the policy forbids it, else with `worklet-failed`.
 */
export async function loadWorklet(context: BaseAudioContext, workletUrl?: string): Promise<void> {
  const urls = workletUrl ? [workletUrl] : known;
  const reasons: string[] = [];
  let blocked = false;
  let cause: unknown;
  for (const url of urls) {
    try {
      return await (url === INLINED
        ? addInlinedModule(context)
        : context.audioWorklet.addModule(url));
    } catch (error) {
      cause = error;
      const forbidden = isFetchFailure(error) && (url === INLINED || (await isForbidden(url)));
      blocked ||= forbidden;
      reasons.push(`${url} (${forbidden ? 'script-src does not allow it' : String(error)})`);
    }
  }
  const code = blocked ? 'worklet-blocked' : 'worklet-failed';
  throw new CallError(code, { detail: reasons.join(', '), cause });
}

/**
 * Whether the module did not even arrive; a module that does not parse rejects with its own error:
 * https://html.spec.whatwg.org/multipage/worklets.html#dom-worklet-addmodule
 */
function isFetchFailure(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/**
 * Whether the page's policy forbids the script at `url`. `addModule` gives the same error for that as
 * for a dead network, and Chromium fires no violation at the page; a preload obeys the same directive
 * and does: https://github.com/WebAudio/web-audio-api/issues/1846
 */
async function isForbidden(url: string): Promise<boolean> {
  const stopped = new AbortController();
  const link = document.createElement('link');
  let forbidden = false;
  document.addEventListener(
    'securitypolicyviolation',
    ({ disposition, effectiveDirective }) => {
      forbidden ||= disposition === 'enforce' && effectiveDirective.startsWith('script-src');
    },
    { signal: stopped.signal },
  );
  await new Promise<unknown>((resolve) => {
    setTimeout(resolve, PRELOAD_TIMEOUT_MS);
    Object.assign(link, { rel: 'modulepreload', href: url, onload: resolve, onerror: resolve });
    document.head.append(link);
  });
  link.remove();
  stopped.abort();
  return forbidden;
}

async function addInlinedModule(context: BaseAudioContext): Promise<void> {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    await context.audioWorklet.addModule(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
