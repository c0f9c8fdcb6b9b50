import { expect } from '@open-wc/testing';
import { holdTime } from '../soak/time.js';
import { Watchdog } from '../../src/connection/watchdog.js';

/** A watchdog on a clock of the test's own, which looks ten times a second. */
function watch() {
  let time = 1e9;
  let isStuck = false;
  const told: string[] = [];
  const subject = new Watchdog(
    (event) => {
      if (event.type === 'slow') told.push(event.slow ? 'slow' : 'not slow');
      else told.push(event.type === 'dead' ? event.why : event.type);
    },
    () => isStuck,
    () => time,
  );
  const pass = (seconds: number, { stuck = false, voiced = false } = {}) => {
    isStuck = stuck;
    for (let i = 0; i < seconds * 10; i++) {
      time += 100;
      if (voiced) subject.spoke(100);
      subject.tick();
    }
  };
  return { subject, told, pass, sleep: (seconds: number) => (time += seconds * 1000) };
}

const stuck = { stuck: true };
const voiced = { voiced: true };

describe('the watchdog of a connection', () => {
  it('E21 keeps a connection on which neither the caller nor the server says anything', () => {
    const { subject, told, pass } = watch();
    pass(600);
    expect(told).to.deep.equal([]);
    subject.stop();
  });

  it('E21 keeps a connection for half a minute after the caller spoke, while a model may think', () => {
    const { subject, told, pass } = watch();
    for (let i = 0; i < 5; i++) {
      pass(1, voiced);
      pass(33);
      subject.heard();
    }
    expect(told).to.deep.equal([]);
    subject.stop();
  });

  it('E2 gives up a connection whose server says nothing for longer than that', () => {
    const { subject, told, pass } = watch();
    pass(60);
    pass(1, voiced);
    pass(33);
    expect(told).to.deep.equal([]);
    pass(1.2);
    expect(told[0]).to.equal('the server fell silent');
    subject.stop();
  });

  it('E21 keeps a connection whose server does not answer a cough', () => {
    const { subject, told, pass } = watch();
    pass(0.4, voiced);
    pass(120);
    expect(told).to.deep.equal([]);
    subject.stop();
  });

  it('E3 gives up a connection whose socket takes nothing for eight seconds, and keeps one that takes something now and then', () => {
    const { subject, told, pass } = watch();
    for (let i = 0; i < 5; i++) {
      pass(7, stuck);
      pass(0.1);
    }
    expect(told).not.to.include('the network stalled');
    pass(8.2, stuck);
    expect(told).to.include('the network stalled');
    subject.stop();
  });

  it('E4 says that the network is slow while the socket takes nothing for a second', () => {
    const { subject, told, pass } = watch();
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

  it('E6 gives up a connection after a sleep, and keeps it after the page was busy for some seconds', () => {
    const { subject, told, pass, sleep } = watch();
    pass(1);
    sleep(19);
    pass(1);
    expect(told).to.deep.equal([]);
    sleep(21);
    pass(1);
    expect(told).to.deep.equal(['the machine slept']);
    subject.stop();
  });

  it('E25 keeps a connection while the audio stands still, as during a phone call, and the page runs', () => {
    const { subject, told, pass } = watch();
    pass(1, voiced);
    subject.heard();
    pass(300);
    expect(told).to.deep.equal([]);
    subject.stop();
  });

  it('E25 looks by a timer of its own, also where nobody calls it', () => {
    const time = holdTime();
    try {
      const told: string[] = [];
      const subject = new Watchdog(
        (event) => told.push(event.type),
        () => true,
      );
      time.pass(8000);
      expect(told).to.deep.equal(['slow']);
      time.pass(200);
      expect(told).to.include('dead');
      subject.stop();
      expect(time.timers).to.equal(0);
    } finally {
      time.release();
    }
  });

  it('E6 ends the call after a sleep of an hour', () => {
    const { subject, told, pass, sleep } = watch();
    pass(1);
    sleep(3600);
    pass(1);
    expect(told).to.deep.equal(['sleptTooLong']);
    subject.stop();
  });

  it('E5 gives up a connection when the network comes back, and listens no more once it is stopped', () => {
    const { subject, told } = watch();
    dispatchEvent(new Event('online'));
    expect(told).to.deep.equal(['the network changed']);
    subject.stop();
    dispatchEvent(new Event('online'));
    expect(told).to.have.length(1);
  });
});
