import { CallError } from '../../call/errors.js';

/** Chromium alone tells its policy: https://developer.mozilla.org/en-US/docs/Web/API/Document/featurePolicy */
interface FeaturePolicy {
  allowsFeature(feature: string): boolean;
}

/** The policy that decides on the microphone; undefined where the browser does not tell. */
export function microphonePolicy(): FeaturePolicy | undefined {
  return (document as Document & { readonly featurePolicy?: FeaturePolicy }).featurePolicy;
}

/** The needs of a page in a frame. */
export function frameCure(): string {
  return `this frame needs <iframe allow="microphone">, and every Permissions-Policy header, its own and those around it, microphone=(self "${origin}")`;
}

/**
 * Throws CallError `mic-forbidden` where the browser would give the page no microphone, whoever calls: its
 * own error is the same as for a person who refuses, and comes when a token is spent.
 */
export function checkMicrophonePolicy(): void {
  const detail = objection();
  if (detail) throw new CallError('mic-forbidden', { detail });
}

function objection(): string | undefined {
  const policy = microphonePolicy();
  if (!policy) return undefined;
  // Chromium gives a page without an origin no microphone, though the policy allows it. A file only seems
  // to have none: https://chromium.googlesource.com/chromium/src/+/main/docs/security/origin-vs-url.md
  if (origin === 'null' && !document.baseURI.startsWith('file:')) {
    return 'a sandbox without allow-same-origin gets no microphone';
  }
  if (policy.allowsFeature('microphone')) return undefined;
  return window.top === window
    ? 'the header Permissions-Policy forbids the microphone; it needs microphone=(self)'
    : frameCure();
}
