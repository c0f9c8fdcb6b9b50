import { isObject, type JsonObject, objectAt, objectsAt } from './json.js';
import { Refused, unknownField } from './refusal.js';

/** `true` = anything; an object = these fields only; inside an array, every element. */
type Shape = true | { readonly [field: string]: Shape };

const blob = { data: true, mimeType: true } as const;
const content = { parts: true, role: true } as const;

const setupShape: Shape = {
  model: true,
  generationConfig: {
    candidateCount: true,
    responseModalities: true,
    temperature: true,
    topP: true,
    topK: true,
    maxOutputTokens: true,
    presencePenalty: true,
    frequencyPenalty: true,
    mediaResolution: true,
    seed: true,
    speechConfig: {
      voiceConfig: { prebuiltVoiceConfig: { voiceName: true } },
      languageCode: true,
      multiSpeakerVoiceConfig: true,
    },
    thinkingConfig: true,
    enableAffectiveDialog: true,
    translationConfig: true,
  },
  systemInstruction: content,
  tools: true,
  realtimeInputConfig: {
    automaticActivityDetection: {
      disabled: true,
      startOfSpeechSensitivity: true,
      endOfSpeechSensitivity: true,
      prefixPaddingMs: true,
      silenceDurationMs: true,
    },
    activityHandling: true,
    turnCoverage: true,
  },
  sessionResumption: { handle: true },
  contextWindowCompression: { triggerTokens: true, slidingWindow: { targetTokens: true } },
  inputAudioTranscription: { languageCodes: true },
  outputAudioTranscription: { languageCodes: true },
  proactivity: { proactiveAudio: true },
  historyConfig: { initialHistoryInClientContent: true },
  safetySettings: true,
  labels: true,
};

/** The client messages of the Live API. */
const clientMessageShape: Shape = {
  setup: setupShape,
  clientContent: { turns: true, turnComplete: true },
  realtimeInput: {
    audio: blob,
    video: blob,
    text: true,
    audioStreamEnd: true,
    activityStart: true,
    activityEnd: true,
    mediaChunks: blob,
  },
  toolResponse: {
    functionResponses: {
      id: true,
      name: true,
      response: true,
      scheduling: true,
      willContinue: true,
      parts: true,
    },
  },
  contextUpdate: { systemInstruction: true, tools: true },
};

/** Reads a frame of the client: one message. Throws Refused with Google's words for anything else. */
export const readMessage = (text: string): JsonObject => {
  const message = parseJson(text);
  if (!isObject(message)) throw new Refused(1007, 'Invalid JSON payload received.');
  checkShape(message, clientMessageShape, '');
  if (Object.keys(message).length !== 1)
    throw new Refused(1007, 'Request contains an invalid argument.');
  return message;
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkShape(value: unknown, shape: Shape, path: string): void {
  // To protobuf's JSON, null is a field that is not set.
  if (shape === true || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) checkShape(element, shape, `${path}[${index}]`);
    return;
  }
  if (!isObject(value))
    throw new Refused(1007, `Invalid value at '${path}': an object is expected.`);
  for (const [name, entry] of Object.entries(value)) {
    const inner = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!inner) throw unknownField(name, path);
    checkShape(entry, inner, path ? `${path}.${name}` : name);
  }
}

const voices = new Set(
  (
    'Zephyr Puck Charon Kore Fenrir Leda Orus Aoede Callirrhoe Autonoe Enceladus Iapetus Umbriel ' +
    'Algieba Despina Erinome Algenib Rasalgethi Laomedeia Achernar Alnilam Schedar Gacrux ' +
    'Pulcherrima Achird Zubenelgenubi Vindemiatrix Sadachbia Sadaltager Sulafat'
  ).split(' '),
);

/** A setup that is missing, or comes again. */
export const setupOnce = (): Refused =>
  new Refused(1007, 'setup must be the first message and only the first.');

/** Throws where the Live API would close instead of saying `setupComplete`. */
export const checkSetup = (setup: JsonObject, version: string): void => {
  const { model } = setup;
  if (typeof model !== 'string' || model === '')
    throw new Refused(1007, 'BidiGenerateContentSetup.model: model is required.');
  if (!/^models\/.|^projects\/.+\/models\/./.test(model))
    throw new Refused(
      1008,
      `${model} is not found for API version ${version}, or is not supported for bidiGenerateContent.`,
    );
  if ('handle' in objectAt(setup, 'sessionResumption')) {
    const { handle } = objectAt(setup, 'sessionResumption');
    if (typeof handle !== 'string') throw new Refused(1008, 'Invalid session resumption handle.');
  }
  const speech = objectAt(objectAt(setup, 'generationConfig'), 'speechConfig');
  const { voiceName } = objectAt(objectAt(speech, 'voiceConfig'), 'prebuiltVoiceConfig');
  if (typeof voiceName === 'string' && !voices.has(voiceName))
    throw new Refused(
      1007,
      `Requested voice api_name '${voiceName}' is not available for model ${model}.`,
    );
};

/** The text of a `clientContent`, and whether the model shall answer it now. */
export const readContent = (clientContent: JsonObject): { turnComplete: boolean; text: string } => {
  const parts = objectsAt(clientContent, 'turns').flatMap((turn) => objectsAt(turn, 'parts'));
  const texts = parts.map(({ text }) => text).filter((text) => typeof text === 'string');
  return { turnComplete: clientContent['turnComplete'] === true, text: texts.join(' ') };
};
