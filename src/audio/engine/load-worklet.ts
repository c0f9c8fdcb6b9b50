import { CallError } from '../../call/errors.js';
import source from '../worklet/worklet-source.js';

const FILE = 'live-call.worklet.js';
/** Stands for the source inside this module. */
const INLINED = 'blob:';

/** Known only while a classic script runs; there is no document on a server. */
const script = typeof document === 'undefined' ? null : document.currentScript;
const fileBesideScript =
  script && 'src' in script && script.src ? new URL(FILE, script.src).href : undefined;

/**
 * Registers the processors on `context`: from `workletUrl` if given, else from the source inside this
 * module, and where the page's policy forbids that (worklets obey `script-src`, not `worker-src`)
 * from the worklet file beside this script. Rejects with CallError `worklet-blocked`.
 */
export async function loadWorklet(context: BaseAudioContext, workletUrl?: string): Promise<void> {
  const beside = fileBesideScript ? [fileBesideScript] : [];
  const urls = workletUrl ? [workletUrl] : [INLINED, ...beside];
  let reason: unknown;
  for (const url of urls) {
    try {
      return await (url === INLINED
        ? addInlinedModule(context)
        : context.audioWorklet.addModule(url));
    } catch (error) {
      reason = error;
    }
  }
  throw new CallError('worklet-blocked', {
    detail: `addModule failed for ${urls.join(' and ')}; does script-src allow it? (${String(reason)})`,
    cause: reason,
  });
}

async function addInlinedModule(context: BaseAudioContext): Promise<void> {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    await context.audioWorklet.addModule(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
