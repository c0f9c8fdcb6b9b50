export { CallController, type CallHost, type CallOptions } from './call/call-controller.js';
export { CallError, type ErrorCode } from './call/errors.js';
export * from './call/events.js';
export { openAudio } from './audio/audio.js';
export { createOpenSession, type SessionOptions } from './gemini/open-session.js';
