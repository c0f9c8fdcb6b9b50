import { origin } from '../../broker/upstream.js';
import type { HostSettings } from '../../../src/broker/hosts/settings.js';
import type { Part } from '../row.js';

const model = 'gemini-3.8-live';

/** Each is compared with what the element itself would send. */
const profiles: Readonly<Record<string, Omit<HostSettings, 'allowedOrigins' | 'limits'>>> = {
  'a model alone': { model },
  'a model by its whole name, and empty fields': {
    model: 'models/gemini-3.8-live',
    voice: '',
    language: '',
    instructions: '',
  },
  'words in many letters': {
    model,
    instructions: 'Grüß Gott 🙂 </script> "quoted" \\ \u2028 JSON;\nJSON;',
  },
  'a tool without settings, hold to talk': {
    model,
    talk: 'hold',
    tools: [{ googleSearch: {} }, { functionDeclarations: [] }],
    config: {
      tools: [{ codeExecution: {} }],
      realtimeInputConfig: { turnCoverage: 'TURN_INCLUDES_ALL_INPUT' },
    },
  },
  'every further field': {
    model,
    voice: 'Kore',
    language: 'de-DE',
    config: {
      generationConfig: { temperature: 0.1, topP: 1.0, speechConfig: { languageCode: 'en' } },
      temperature: 0.7,
      thinkingConfig: {},
      mediaResolution: 'MEDIA_RESOLUTION_LOW',
      seed: 7,
      responseModalities: ['TEXT'],
      sessionResumption: { handle: 'handle-0' },
      contextWindowCompression: { slidingWindow: { targetTokens: '4000' } },
      speechConfig: { voiceConfig: { replicated: {} } },
      outputAudioTranscription: null,
      proactivity: {},
      enableAffectiveDialog: false,
      systemInstruction: { role: 'system', parts: [{ text: 'Be brief.' }] },
      tools: [],
    },
  },
  'a list of instructions': {
    model,
    config: { systemInstruction: ['Be brief.', { text: 'Be kind.' }] },
  },
  'one part as instruction': {
    model,
    config: { systemInstruction: { text: 'Be brief.' }, speechConfig: {} },
  },
};

export const profileParts: readonly Part[] = Object.entries(profiles).map(([name, profile]) => ({
  name: `a broker with ${name} hears`,
  settings: { ...profile, allowedOrigins: [origin], limits: false },
  rows: [
    { name: 'a new call', status: 200 },
    {
      name: 'a call that goes on',
      ask: ({ latest }) => ({ body: JSON.stringify({ ticket: latest, handle: 'handle-1' }) }),
      status: 200,
      handle: 'handle-1',
    },
  ],
}));
