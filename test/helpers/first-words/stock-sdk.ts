import { GoogleGenAI, Modality, type Session } from '@google/genai/web';
import { pcmToBase64 } from '../../../src/testing/emulator/pcm.js';
import type { TestLine } from '../line.js';

/** Dials with the SDK as everybody does. */
export function connect(line: TestLine, onopen: () => void): Promise<Session> {
  const { baseUrl } = line;
  const ai = new GoogleGenAI({ apiKey: 'test', httpOptions: { baseUrl, apiVersion: 'v1beta' } });
  return ai.live.connect({
    model: 'gemini-3.8-live',
    config: { responseModalities: [Modality.AUDIO] },
    callbacks: { onopen, onmessage: () => {} },
  });
}

export function sendChunk(session: Session, chunk: Int16Array): void {
  const audio = { data: pcmToBase64(chunk), mimeType: 'audio/pcm;rate=16000' };
  session.sendRealtimeInput({ audio });
}
