import { expect } from '@open-wc/testing';
import { Pulse } from '../../src/call/pulse.js';

/** A pulse on a clock of the test's own, beaten ten times a second. */
function pulse() {
  let time = 1e9;
  const deaths: string[] = [];
  const subject = new Pulse(
    (why) => deaths.push(why),
    () => time,
  );
  const pass = (seconds: number, stuck = false) => {
    for (let i = 0; i < seconds * 10; i++) {
      time += 100;
      subject.beat(stuck);
    }
  };
  return { subject, deaths, pass, sleep: (seconds: number) => (time += seconds * 1000) };
}

describe('the pulse of a connection', () => {
  it('E21 beats on however long the server says nothing', () => {
    const { subject, deaths, pass } = pulse();
    pass(600);
    expect(deaths).to.deep.equal([]);
    subject.stop();
  });

  it('E3 is lost when the socket takes nothing for eight seconds, and not when it does now and then', () => {
    const { subject, deaths, pass } = pulse();
    for (let i = 0; i < 5; i++) {
      pass(7, true);
      pass(0.1);
    }
    expect(deaths).to.deep.equal([]);
    pass(8.2, true);
    expect(deaths[0]).to.equal('the network stalled');
    subject.stop();
  });

  it('E6 is lost after a sleep, and not after a page was busy for some seconds', () => {
    const { subject, deaths, pass, sleep } = pulse();
    pass(1);
    sleep(5);
    pass(1);
    expect(deaths).to.deep.equal([]);
    sleep(3600);
    pass(1);
    expect(deaths).to.deep.equal(['the machine slept']);
    subject.stop();
  });

  it('E5 is lost when the network comes back, and listens no more once it is stopped', () => {
    const { subject, deaths } = pulse();
    dispatchEvent(new Event('online'));
    expect(deaths).to.deep.equal(['the network changed']);
    subject.stop();
    dispatchEvent(new Event('online'));
    expect(deaths).to.have.length(1);
  });
});
