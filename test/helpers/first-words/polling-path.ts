import type { Session } from '@google/genai/web';
import type { CallPath } from './path.js';
import { PlainMicrophone } from './plain-microphone.js';
import { connect, sendChunk } from './stock-sdk.js';

const INTERVAL = 10;
const LIMIT = 500;

/**
 * The patch: capture waits in `onopen` until the session is there, looked for every 10 ms, and starts
 * without one after 500 ms. What is said meanwhile is not dropped but never captured, and after 500 ms
 * the guard drops as before.
 */
export const pollingPath: CallPath = (line) => {
  const microphone = new PlainMicrophone();
  let session: Session | undefined;
  let dropped = 0;

  const take = (chunk: Int16Array) => {
    if (session) sendChunk(session, chunk);
    else dropped += chunk.length;
  };

  const onopen = async () => {
    for (let waited = 0; !session && waited < LIMIT; waited += INTERVAL) {
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
    await microphone.listen(take);
  };

  const start = async () => {
    await microphone.granted;
    session = await connect(line, () => void onopen());
  };

  const started = start();
  return {
    account: () => ({ guard: dropped, ledger: 0 }),
    async hangUp() {
      await started;
      await microphone.close();
      session?.close();
    },
  };
};
