import { conversation } from './conversation-source.js';

/** Its text, taken before a page can put a function of its own in the place of `toString`. */
const text = String(conversation);

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): string;
  };
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };

let trust: ((url: string) => string) | undefined;

/** The address as a page with Trusted Types wants it, where it lets us say so. */
function trusted(url: string): string {
  try {
    const policy = trust
      ? undefined
      : trustedTypes?.createPolicy('live-call', { createScriptURL: (url) => url });
    trust ??= (url) => policy?.createScriptURL(url) ?? url;
  } catch {
    // Its policy names the policies that it allows; whether that matters, `new Worker` shows.
    trust = (url) => url;
  }
  return trust(url);
}

/**
 * Opens a Worker that runs a conversation: from the file at `workerUrl`, or from the text of the function in this
 * script. Throws where the page forbids it, or has no Workers.
 */
export function openWorker(workerUrl: string | undefined): Worker {
  if (workerUrl) return new Worker(trusted(workerUrl));
  const script = `"use strict";(${text})().runInWorker(self)`;
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    return new Worker(trusted(url));
  } finally {
    // The address is resolved by now: https://w3c.github.io/FileAPI/#blob-url-entry
    URL.revokeObjectURL(url);
  }
}
