// Where a call goes unless the page or the broker says otherwise: written once for both.

/** Google's own endpoint of the Gemini API. */
export const BASE_URL = 'https://generativelanguage.googleapis.com';

/**
 * Google publishes the Live API in `v1beta` and `v1alpha` only (https://ai.google.dev/api/live), while
 * the SDK's own default is `v1`.
 */
export const API_VERSION = 'v1beta';

/** The model that answers: https://ai.google.dev/gemini-api/docs/live */
export const MODEL = 'gemini-3.8-live';
