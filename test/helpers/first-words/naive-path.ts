import type { Session } from '@google/genai/web';
import type { CallPath } from './path.js';
import { PlainMicrophone } from './plain-microphone.js';
import { connect, sendChunk } from './stock-sdk.js';

/**
 * The call as it is written first: capture starts in `onopen`, and the session is known when
 * `connect()` resolves, which is after `setupComplete`. In between, a guard keeps the code from
 * crashing, and drops.
 */
export const naivePath: CallPath = (line) => {
  const microphone = new PlainMicrophone();
  let session: Session | undefined;
  let dropped = 0;

  const take = (chunk: Int16Array) => {
    if (session) sendChunk(session, chunk);
    else dropped += chunk.length;
  };

  const start = async () => {
    await microphone.granted;
    session = await connect(line, () => void microphone.listen(take));
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
