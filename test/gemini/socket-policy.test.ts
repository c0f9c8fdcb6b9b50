import { expect } from '@open-wc/testing';
import { restore, setup, substitute, violate } from './stub-socket.js';

describe('the socket', () => {
  beforeEach(() => substitute());
  afterEach(restore);

  for (const order of ['before', 'after'] as const) {
    it(`knows a policy that reports ${order} the error (D5)`, async () => {
      const { network, ended } = setup();
      if (order === 'before') violate();
      network.fail();
      if (order === 'after') violate();
      expect((await ended).blocked).to.equal('wss://live.example');
    });
  }

  it('knows a policy that is reported by scheme alone (D5)', async () => {
    const { network, ended } = setup();
    violate({ blockedURI: 'wss' });
    network.fail();
    expect((await ended).blocked).to.equal('wss://live.example');
  });

  it('does not blame a policy once it was open (D5)', () => {
    const { network, ends } = setup();
    network.open();
    violate();
    network.end(1006);
    expect(ends).to.deep.equal([{ code: 1006, reason: '', blocked: undefined }]);
  });

  it('knows a policy that makes the constructor throw (D5)', async () => {
    substitute(
      class {
        constructor() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        }
      },
    );
    const { ended, told } = setup();
    expect(told).to.be.empty;
    violate();
    expect((await ended).blocked).to.equal('wss://live.example');
    expect(told).to.deep.equal(['close 1006']);
  });

  const harmless = {
    'only reports': { disposition: 'report' },
    'is about something else': { effectiveDirective: 'img-src' },
    'is about somebody else': { blockedURI: 'https://ads.example/ping' },
  } as const;
  for (const [name, init] of Object.entries(harmless)) {
    it(`does not blame a policy that ${name} (D5)`, async () => {
      const { network, ended } = setup();
      violate(init);
      network.fail();
      expect((await ended).blocked).to.equal(undefined);
    });
  }
});
