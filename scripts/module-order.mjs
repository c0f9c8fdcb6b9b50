// gzip finds what it has seen in the last 32 kB alone, so it matters which modules of the script stand beside each other.
import { resolve } from 'node:path';

/**
 * The order in which the script packs best, as trying many of them has shown. A module that is not in the list comes
 * where the imports have it come, and one that is no more fails the build: take it off the list.
 */
const modules = `
  connection/item lit-html @lit/reactive-element/css-tag.js connection/speech-marks call/events @lit/reactive-element
  platform/base64 platform/attempt platform/json call/errors call/page-lock call/unconfirmed call/thinking lit-element
  call/ledger call/caller-voice audio/microphone/tape-account audio/engine/load-worklet audio/microphone/warnings
  audio/microphone/capture-node call/transcript connection/quiet connection/suspects audio/engine/output-device
  audio/engine/unlock audio/microphone/microphone-policy call/carried audio/microphone/request-microphone
  audio/speaker/speaker audio/microphone/source audio/microphone/tape-node audio/engine/engine audio/support
  platform/parse-url gemini/fields gemini/live-url platform/redact connection/retransmit-buffer connection/memory
  connection/go-away connection/retry call/caller platform/after-task audio/microphone/microphone call/status
  connection/outbox connection/carried-item call/activity call/time-limits audio/audio debug call/preview
  call/lifecycle platform/keep-awake call/metrics call/transcript-list call/split-words call/captions call/tool-calls
  connection/uplink connection/connection call/cures call/greeting call/active-call call/tools across-pages
  platform/deadline call/runner platform/csp-watch call/call-controller gemini/model-turn continuation gemini/socket
  gemini/model-traits platform/read-text ui/sample gemini/sources gemini/read-frame gemini/socket-end
  @google/genai/web gemini/token gemini/sdk gemini/setup gemini/open-session ui/hold-hand consent ui/layout
  setting-kinds ui/meter ui/locale misspelt start-gate settings diagnostics ui/hands ui/captions ui/transcript-text
  ui/status-line ui/icons ui/face ui/room ui/strings/en mount ui/press ui/transcript-actions controller ui/device-menu
  ui/composer ui/compose ui/controls ui/card ui/shortcuts ui/strings/languages ui/tables ui/named ui/open-devices
  ui/localize ui/styles/styles ui/card-actions live-call script-settings define script`.match(
  /\S+/g,
);

const isPackage = (path) => /^@|^lit/.test(path);

export const moduleOrder = {
  name: 'module-order',
  /** A module comes after those that it imports, and else in the order of the imports of the first. */
  transform(code, id) {
    if (!/build.src.script\.js$/.test(id)) return null;
    const paths = modules.map((path) => (isPackage(path) ? path : resolve(`build/src/${path}.js`)));
    return paths.map((path) => `import ${JSON.stringify(path)};\n`).join('') + code;
  },
};
