/** ECMAScript 2026: in Chrome 140, Firefox 133 and Safari 18.2, not in Node 20. */
type NativeBytes = Uint8Array & { toBase64?(): string };
type NativeDecoder = Uint8ArrayConstructor & {
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
};

/** Encodes bytes in the standard alphabet, padded. */
export function encodeBase64(bytes: Uint8Array): string {
  return (bytes as NativeBytes).toBase64?.() ?? encodeByString(bytes);
}

/**
 * Decodes the standard alphabet; padding may be missing and spaces may be there.
 * The URL-safe alphabet counts as corrupt: the Live API does not write it.
 * @throws SyntaxError or InvalidCharacterError when the text is not base64.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return (Uint8Array as NativeDecoder).fromBase64?.(text) ?? decodeByString(text);
}

/** {@link encodeBase64} for browsers without `toBase64`. */
export function encodeByString(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** {@link decodeBase64} for browsers without `fromBase64`; both follow the rules of `atob`. */
export function decodeByString(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
