import type { Chunk } from '../call/ports/format.js';
import type { Message } from './outbox.js';

/** Something that goes to the server, and goes again where it may not have arrived. */
export type Item = Chunk | Message;

export const isChunk = (item: Item): item is Chunk => 'samples' in item;
export const isMessage = (item: Item): item is Message => 'send' in item;
/** In samples. */
export const length = (chunks: readonly Chunk[]) =>
  chunks.reduce((sum, { samples }) => sum + samples.length, 0);

export const isText = (item: Item): item is Message & { readonly text: string } =>
  isMessage(item) && item.text !== undefined;
