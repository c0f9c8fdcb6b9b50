// gzip finds what it has seen in the last 32 kB alone, so it matters which modules of the script stand beside each other.
import { resolve } from 'node:path';

/**
 * The order in which the script packs best, as trying many of them has shown. A module that is not in the list comes
 * where the imports have it come, and one that is no more fails the build: take it off the list.
 */
const modules = `
  call/errors @lit/reactive-element/css-tag.js lit-html @lit/reactive-element connection/speech-marks call/unconfirmed
  audio/microphone/microphone-policy platform/base64 platform/attempt lit-element platform/json
  audio/engine/load-worklet connection/go-away audio/engine/output-device audio/engine/unlock call/thinking
  call/page-lock audio/engine/engine call/transcript connection/item audio/microphone/request-microphone
  audio/microphone/capture-node call/caller-voice audio/speaker/speaker audio/microphone/source
  audio/microphone/tape-node connection/suspects audio/microphone/warnings connection/retransmit-buffer
  audio/microphone/tape-account call/events call/ledger audio/support gemini/fields platform/redact platform/parse-url
  connection/quiet connection/retry connection/memory audio/microphone/microphone audio/audio call/metrics debug
  call/preview platform/after-task connection/connection call/activity call/carried connection/outbox
  connection/carried-item call/transcript-list call/time-limits call/split-words gemini/model-traits call/captions
  call/greeting call/caller call/downlink connection/uplink call/tool-calls call/active-call gemini/live-url
  call/cures call/tools platform/deadline across-pages call/lifecycle platform/keep-awake call/runner
  call/call-controller gemini/model-turn continuation gemini/sources @google/genai/web misspelt gemini/read-frame
  gemini/setup platform/csp-watch gemini/sdk platform/read-text gemini/socket-end gemini/token gemini/socket
  gemini/open-session ui/layout ui/sample ui/hold-hand consent setting-kinds settings ui/hands diagnostics start-gate
  ui/status-line ui/custom-states ui/captions ui/device-menu ui/locale ui/room ui/icons ui/composer ui/face ui/press
  ui/transcript-text ui/transcript-actions ui/strings/en ui/controls ui/card ui/compose ui/shortcuts
  ui/strings/languages controller ui/tables ui/card-actions ui/meter ui/named ui/localize ui/open-devices mount
  ui/styles/styles live-call script-settings script`.match(/\S+/g);

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
