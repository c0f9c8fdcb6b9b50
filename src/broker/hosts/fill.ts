import type { HostSettings } from './settings.js';

/**
 * Puts `settings` in place of those on top of `file`, one of the brokers in `dist/hosts`: a JSON object in
 * all of them, in PHP between `<<<'JSON'` and `JSON`.
 */
export function fillSettings(file: string, settings: HostSettings): string {
  const place = /(?<=\bsettings = (?:<<<'JSON'\n)?)\{.*?\n\}(?=;|\nJSON;)/s;
  if (!place.test(file)) throw new TypeError('fillSettings: this file has no settings on top');
  return file.replace(place, () => JSON.stringify(settings, null, 2));
}
