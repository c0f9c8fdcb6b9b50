import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import { setup, teardown } from './calling.js';

describe('a session', () => {
  afterEach(teardown);

  describe('that is given up', () => {
    it('rejects at once and dials nothing while it waits for the token (D6)', async () => {
      const { line, open } = await setup({ tokens: { hang: true } });
      const call = new AbortController();
      const opening = open(call.signal).catch((error: unknown) => error);
      await line.waitFor({ tokenRequests: 1 });
      call.abort();
      expect(await opening).to.equal(call.signal.reason);
      expect((await line.report()).totals.dials).to.equal(0);
    });

    it('rejects at once while it dials (D6)', async () => {
      const { line, open } = await setup({ hang: 'tcp' });
      const call = new AbortController();
      const opening = open(call.signal).catch((error: unknown) => error);
      await line.waitFor({ dials: 1 });
      call.abort();
      expect(await opening).to.equal(call.signal.reason);
    });

    it('rejects at once and hangs up while it is set up (D6)', async () => {
      const { line, open } = await setup({ hang: 'setup' });
      const call = new AbortController();
      const opening = open(call.signal).catch((error: unknown) => error);
      await line.waitFor({ setups: 1 });
      call.abort();
      expect(await opening).to.equal(call.signal.reason);
      await line.waitFor({ closed: 1 });
    });

    it('asks for no token before it begins (D6)', async () => {
      const { line, open } = await setup();
      const error = await open(AbortSignal.abort('over')).catch((error: unknown) => error);
      expect(error).to.equal('over');
      expect((await line.report()).totals.tokenRequests).to.equal(0);
    });

    it('hangs up without a loss once it is open (D6)', async () => {
      const { line, heard, open } = await setup();
      const call = new AbortController();
      const session = await open(call.signal);
      call.abort();
      await line.waitFor({ closed: 1 });
      expect(heard.lost).to.be.empty;
      expect(() => session.sendAudio(new Int16Array(320))).to.throw(CallError);
    });
  });

  describe('that is open', () => {
    const closes = {
      1000: 'session-lost',
      1001: 'session-lost',
      1007: 'session-invalid',
      1008: 'session-refused',
      1011: 'session-failed',
    };
    for (const [code, name] of Object.entries(closes)) {
      it(`is lost once, as ${name}, when the server closes with ${code}`, async () => {
        const { line, heard, open } = await setup();
        const session = await open();
        await line.do({ close: { code: Number(code), reason: 'Deadline expired' } });
        await heard.until(() => heard.lost.length > 0);
        expect(heard.lost).to.have.length(1);
        expect(heard.lost[0]).to.include({ code: name, detail: `${code}: Deadline expired` });
        expect(() => session.sendAudio(new Int16Array(320))).to.throw(CallError);
        expect(() => session.endAudio()).to.throw(CallError);
        session.close();
        expect(heard.lost).to.have.length(1);
      });
    }

    it('is lost when the line goes dead', async () => {
      const { line, heard, open } = await setup();
      await open();
      await line.do({ terminate: true });
      await heard.until(() => heard.lost.length > 0);
      expect(heard.lost[0]).to.include({ code: 'session-lost', detail: '1006' });
    });

    it('throws once it is closed instead of losing speech (E20)', async () => {
      const { line, heard, open } = await setup();
      const session = await open();
      session.sendAudio(new Int16Array(320));
      session.close();
      expect(() => session.sendAudio(new Int16Array(320))).to.throw(CallError);
      const { totals } = await line.waitFor({ closed: 1 });
      expect(totals.samples).to.equal(320);
      expect(heard.lost).to.be.empty;
    });

    it('can be closed and forgotten while the server has stopped reading (E19)', async () => {
      const { line, heard, open } = await setup();
      const session = await open();
      await line.do({ pause: true });
      const second = new Int16Array(16_000);
      // More than the buffers of two kernels hold.
      for (let i = 0; i < 600 && session.bufferedAmount === 0; i++) session.sendAudio(second);
      expect(session.bufferedAmount).to.be.above(0);
      session.close();
      expect(session.bufferedAmount, 'what never left the page is still known').to.be.above(0);
      expect(() => session.endAudio()).to.throw(CallError);
      await line.do({ terminate: true });
      await line.waitFor({ closed: 1 });
      expect(heard.log).to.be.empty;
    });
  });
});
