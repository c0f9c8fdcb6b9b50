import { expect } from '@open-wc/testing';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, reaches, until } from './helpers/call.js';
import { withSignal } from './helpers/signal-microphone.js';

describe('speech on which the server hangs up each time it gets it', () => {
  for (const code of [1007, 1011]) {
    for (const handles of [true, false]) {
      it(`is dropped and counted, no more than the last seconds of it, and the call goes on: ${code}, ${handles ? 'with' : 'without'} handles (E26)`, async () => {
        const click = new Float32Array(48_000 * 30);
        click.fill(0.9, 48_000, 48_000 + 480);
        const { call, line } = await callOn({ poison: [{ peak: 0.5, code }] });
        const losses: { samples: number; reason: string; balanced: boolean }[] = [];
        call.addEventListener('audioloss', ({ samples, reason, ledger }) => {
          const { captured, held, queued, sent, dropped } = ledger;
          const balanced = captured === held + queued + sent + dropped;
          losses.push({ samples, reason, balanced });
        });
        const started = withSignal(48_000, () => call.start(), click);
        await started;
        if (!handles) await line.change({ refuseHandle: { code: 1008, reason: 'Not found.' } });
        await until(() => call.ledger.dropped > 0);
        const { length } = (await line.report()).connections;
        await reaches(call, 'streaming');
        await line.waitFor({ connections: length + 1, samples: 4 * INPUT_RATE });
        expect(call.state).to.equal('streaming');
        await call.stop();
        const { dropped, drops, sent, captured } = call.ledger;
        expect(losses).to.deep.equal([{ samples: dropped, reason: 'failed', balanced: true }]);
        expect(drops.failed).to.equal(dropped);
        expect(dropped).to.be.at.most(2.2 * INPUT_RATE);
        expect(sent + dropped).to.equal(captured);
        call.remove();
        await line.close();
      });
    }
  }
});
