const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Mono 16-bit little-endian PCM as the base64 of an `inlineData` part. */
export const pcmToBase64 = (samples: Int16Array): string => {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x2000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  return btoa(text);
};

/** The samples in the base64 of an audio blob; undefined where it is not base64 of whole samples. */
export const pcmFromBase64 = (data: string): Int16Array | undefined => {
  if (data.length % 4 !== 0 || !BASE64.test(data)) return undefined;
  const text = atob(data);
  if (text.length % 2 !== 0) return undefined;
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return new Int16Array(bytes.buffer);
};

/** Joins pieces of PCM end to end. */
export const joinPcm = (pieces: readonly Int16Array[]): Int16Array => {
  const joined = new Int16Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
};
