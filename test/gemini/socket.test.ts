import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import { MAX_FRAME } from '../../src/gemini/socket.js';
import { restore, setup, StubSocket, substitute, violate } from './stub-socket.js';

describe('the socket', () => {
  beforeEach(() => substitute());
  afterEach(restore);

  it('takes frames as they come, text or binary, and keeps them from the SDK (F6)', () => {
    const { network, frames, told } = setup();
    expect(network.binaryType).to.equal('arraybuffer');
    network.open();
    network.receive('{"a":1}');
    network.receive(new TextEncoder().encode('{\n  "b": "ü"\n}\n').buffer);
    expect(frames).to.deep.equal([{ a: 1 }, { b: 'ü' }]);
    expect(told).to.deep.equal(['open']);
  });

  it('tells the SDK of setupComplete once, and of nothing else in that frame (F8)', () => {
    const { network, frames, told } = setup();
    network.open();
    network.receive('{"setupComplete":null}');
    network.receive('{"setupComplete":{"sessionId":"x"},"serverContent":{}}');
    network.receive('{"setupComplete":{}}');
    expect(told).to.deep.equal(['open', '{"setupComplete":{"sessionId":"x"}}']);
    expect(frames).to.have.length(3);
  });

  it('reports a frame that is no JSON and goes on (F1)', () => {
    const { network, frames, unreadable } = setup();
    network.open();
    network.receive('{oops');
    network.receive(new Uint8Array([0xff, 0xfe]).buffer);
    network.receive('{}');
    expect(unreadable).to.deep.equal(['JSON', 'JSON']);
    expect(frames).to.deep.equal([{}]);
  });

  it('refuses a frame over 8 MB unread and goes on (F3)', () => {
    const { network, frames, unreadable } = setup();
    network.open();
    network.receive(' '.repeat(MAX_FRAME - 2) + '{}');
    network.receive(' '.repeat(MAX_FRAME - 1) + '{}');
    network.receive(new ArrayBuffer(MAX_FRAME + 1));
    expect(frames).to.deep.equal([{}]);
    expect(unreadable).to.have.length(2);
  });

  for (const state of [0, 2, 3]) {
    it(`throws instead of sending in readyState ${state} (E20)`, () => {
      const { network, socket } = setup();
      network.readyState = state;
      expect(() => socket.send('x')).to.throw(CallError);
      expect(network.sent).to.be.empty;
    });
  }

  it('sends while it is open, and says how many bytes still wait', () => {
    const { network, socket } = setup();
    network.open();
    socket.send('x');
    expect(network.sent).to.deep.equal(['x']);
    expect(socket.bufferedAmount).to.equal(7);
  });

  it('ends once, with code and reason, when an error comes before the close (D10)', async () => {
    const { network, ends, ended, told } = setup();
    network.open();
    network.fail();
    network.end(1011, 'Deadline expired');
    network.end(1006);
    network.fail();
    await ended;
    expect(ends).to.deep.equal([{ code: 1011, reason: 'Deadline expired', blocked: undefined }]);
    expect(told).to.deep.equal(['open', 'close 1011']);
  });

  it('ends when the close comes, even while it waits for a policy report (D10)', async () => {
    const { network, ends } = setup();
    violate();
    network.fail();
    network.end(1006);
    // The verdict is in after this task.
    await new Promise((resolve) => setTimeout(resolve));
    expect(ends).to.deep.equal([{ code: 1006, reason: '', blocked: 'wss://live.example' }]);
  });

  it('ends without a close event too (D10)', async () => {
    const { network, ended, told } = setup();
    network.fail();
    expect(await ended).to.deep.equal({ code: 1006, reason: '', blocked: undefined });
    expect(told).to.deep.equal(['close 1006']);
  });

  it('can be closed in mid-connect (D6)', () => {
    const { network, socket, told, ends } = setup();
    socket.close();
    expect(network.closed).to.deep.equal([1000]);
    network.open();
    network.end(1006);
    expect(told).to.deep.equal(['close 1000']);
    expect(ends).to.be.empty;
  });

  it('closes when the call is over, and does not dial after that (D6)', () => {
    const call = new AbortController();
    const { network, socket } = setup(call.signal);
    network.open();
    call.abort();
    expect(network.closed).to.deep.equal([1000]);
    socket.connect();
    expect(StubSocket.last).to.equal(network);
  });

  it('hears nothing once it is over (F7, E19)', () => {
    const { network, socket, frames, unreadable, ends, told } = setup();
    network.open();
    socket.close();
    socket.close();
    network.receive('{}');
    network.receive('{oops');
    network.receive('{"setupComplete":{}}');
    network.fail();
    network.end(1006);
    expect(network.closed).to.have.length(1);
    expect(frames).to.be.empty;
    expect(unreadable).to.be.empty;
    expect(ends).to.be.empty;
    expect(told).to.deep.equal(['open', 'close 1000']);
    expect(socket.bufferedAmount, 'what never left the page is still known').to.equal(7);
    expect(() => socket.send('x')).to.throw(CallError);
  });

  it('does not close a socket that the server has closed', () => {
    const { network, socket } = setup();
    network.open();
    network.end(1001);
    socket.close();
    expect(network.closed).to.be.empty;
  });
});
