import { type JsonObject, objectAt } from './json.js';
import { pcmFromBase64 } from './pcm.js';
import { Refused } from './refusal.js';
import type { Poison } from './script.js';

/** Throws Refused for a client message with something in it that the script cannot take. */
export const refusePoison = (message: JsonObject, poisons: readonly Poison[] = []): void => {
  const found = poisons.find((poison) => isIn(message, poison));
  if (found) throw new Refused(found.code, 'Internal error encountered.');
};

function isIn(message: JsonObject, { text, peak }: Poison): boolean {
  if (text !== undefined && JSON.stringify(message).includes(text)) return true;
  const { data } = objectAt(objectAt(message, 'realtimeInput'), 'audio');
  if (peak === undefined || typeof data !== 'string') return false;
  return pcmFromBase64(data)?.some((sample) => sample >= peak * 32_767) ?? false;
}
