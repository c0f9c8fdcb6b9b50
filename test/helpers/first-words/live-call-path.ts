import '../../../src/index.js';
import type { CallPath } from './path.js';

/** The element, as a page uses it. */
export const liveCallPath: CallPath = (line) => {
  const call = document.createElement('live-call');
  call.allowAutostart = true;
  call.baseUrl = line.baseUrl;
  call.tokenUrl = line.tokenUrl;
  document.body.append(call);
  const started = call.start();
  return {
    account: () => ({ guard: 0, ledger: call.ledger.dropped }),
    async hangUp() {
      await started;
      await call.stop();
      call.remove();
    },
  };
};
