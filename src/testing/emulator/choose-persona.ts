import { createParrot } from './parrot.js';
import type { Persona } from './persona.js';
import type { PersonaScript, TurnScript } from './persona-script.js';
import { createScripted } from './scripted.js';
import { testTone } from './test-tone.js';
import type { Voice } from './voice.js';

const silent: Persona = { heard: () => undefined, read: () => undefined };

/** The persona a script asks for; the parrot when it asks for none. */
export const choosePersona = (script: PersonaScript | undefined, voice: Voice): Persona => {
  if (script === undefined || script === 'parrot') return createParrot(voice);
  if (script === 'silent') return silent;
  if (typeof script === 'function') return createScripted(script, voice);
  if (isList(script)) {
    const turns = [...script];
    return createScripted(() => turns.shift(), voice);
  }
  if (script !== 'tone' && 'frames' in script) return { heard: () => script, read: () => script };
  const seconds = script === 'tone' ? 2 : script.tone;
  return { heard: () => testTone(seconds), read: () => testTone(seconds) };
};

/** `Array.isArray` does not take a readonly list out of a union. */
function isList(script: PersonaScript): script is readonly TurnScript[] {
  return Array.isArray(script);
}
