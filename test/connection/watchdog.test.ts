import { expect } from '@open-wc/testing';
import { Pulse } from '../../src/connection/watchdog.js';

/** A pulse on a clock of the test's own, beaten ten times a second. */
function pulse() {
  let time = 1e9;
  const told: string[] = [];
  const subject = new Pulse(
    {
      dead: (why) => told.push(why),
      overslept: () => told.push('overslept'),
      slow: (slow) => told.push(slow ? 'slow' : 'not slow'),
    },
    () => time,
  );
  const pass = (seconds: number, { stuck = false, voiced = false } = {}) => {
    for (let i = 0; i < seconds * 10; i++) {
      time += 100;
      subject.beat({ stuck, voiced });
    }
  };
  return { subject, told, pass, sleep: (seconds: number) => (time += seconds * 1000) };
}

const stuck = { stuck: true };
const voiced = { voiced: true };

describe('the pulse of a connection', () => {
  it('E21 beats on however long a server says nothing to a caller who says nothing', () => {
    const { subject, told, pass } = pulse();
    pass(600);
    expect(told).to.deep.equal([]);
    subject.stop();
  });

  it('E21 beats on for half a minute after the caller spoke, while a model may think', () => {
    const { subject, told, pass } = pulse();
    for (let i = 0; i < 5; i++) {
      pass(1, voiced);
      pass(33);
      subject.heard();
    }
    expect(told).to.deep.equal([]);
    subject.stop();
  });

  it('E2 is lost when a server says nothing at all for longer than that', () => {
    const { subject, told, pass } = pulse();
    pass(60);
    pass(1, voiced);
    pass(33);
    expect(told).to.deep.equal([]);
    pass(1.2);
    expect(told[0]).to.equal('the server fell silent');
    subject.stop();
  });

  it('E21 beats on while a server has nothing to say to somebody who coughs', () => {
    const { subject, told, pass } = pulse();
    pass(0.4, voiced);
    pass(120);
    expect(told).to.deep.equal([]);
    subject.stop();
  });

  it('E3 is lost when the socket takes nothing for eight seconds, and not when it does now and then', () => {
    const { subject, told, pass } = pulse();
    for (let i = 0; i < 5; i++) {
      pass(7, stuck);
      pass(0.1);
    }
    expect(told).not.to.include('the network stalled');
    pass(8.2, stuck);
    expect(told).to.include('the network stalled');
    subject.stop();
  });

  it('E4 is slow while the socket takes nothing for a second, and the caller is told', () => {
    const { subject, told, pass } = pulse();
    pass(0.9, stuck);
    expect(told).to.deep.equal([]);
    pass(1, stuck);
    expect(told).to.deep.equal(['slow']);
    pass(0.1);
    expect(told).to.deep.equal(['slow', 'not slow']);
    pass(2, stuck);
    subject.stop();
    expect(told, 'nothing is slow any more once it is over').to.deep.equal([
      'slow',
      'not slow',
      'slow',
      'not slow',
    ]);
  });

  it('E6 is lost after a sleep, and not after a page was busy for some seconds', () => {
    const { subject, told, pass, sleep } = pulse();
    pass(1);
    sleep(19);
    pass(1);
    expect(told).to.deep.equal([]);
    sleep(21);
    pass(1);
    expect(told).to.deep.equal(['the machine slept']);
    subject.stop();
  });

  it('E6 ends the call after a sleep from which nobody comes back expecting to be heard', () => {
    const { subject, told, pass, sleep } = pulse();
    pass(1);
    sleep(3600);
    pass(1);
    expect(told).to.deep.equal(['overslept']);
    subject.stop();
  });

  it('E5 is lost when the network comes back, and listens no more once it is stopped', () => {
    const { subject, told } = pulse();
    dispatchEvent(new Event('online'));
    expect(told).to.deep.equal(['the network changed']);
    subject.stop();
    dispatchEvent(new Event('online'));
    expect(told).to.have.length(1);
  });
});
