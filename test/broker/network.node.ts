import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { networkOf } from '../../src/broker/network.js';

const networks: Record<string, string | undefined> = {
  '192.0.2.1': '192.0.2.1',
  '255.255.255.255': '255.255.255.255',
  '::1': '0:0:0:0::/64',
  '::': '0:0:0:0::/64',
  '2001:db8::1': '2001:db8:0:0::/64',
  '2001:DB8:0:0:1:2:3:4': '2001:db8:0:0::/64',
  '2001:0db8:0000:0001::': '2001:db8:0:1::/64',
  '1:2:3:4:5:6:7::': '1:2:3:4::/64',
  '::5:6:7:8': '0:0:0:0::/64',
  '1:2:3:4:5:6:192.0.2.1': '1:2:3:4::/64',
  'fe80::1%eth0': 'fe80:0:0:0::/64',
  '[2001:db8::1]': '2001:db8:0:0::/64',
  '::ffff:192.0.2.1': '192.0.2.1',
  '::FFFF:c000:0201': '192.0.2.1',
  '0:0:0:0:0:ffff:192.0.2.1': '192.0.2.1',
  // Not mapped, though it ends like an address of IPv4.
  '::192.0.2.1': '0:0:0:0::/64',
  '64:ff9b::192.0.2.1': '64:ff9b:0:0::/64',
  '': undefined,
  unknown: undefined,
  localhost: undefined,
  '192.0.2.256': undefined,
  '192.0.2': undefined,
  '0x7f.1': undefined,
  '1::2::3': undefined,
  ':::': undefined,
  '1:2:3:4:5:6:7:8:9': undefined,
  '::1]/@evil.example': undefined,
  '12345::': undefined,
};

describe('the network of an address', () => {
  for (const [address, network] of Object.entries(networks)) {
    it(`of ${address || 'nobody'} is ${network} (K15)`, () => {
      assert.equal(networkOf(address), network);
    });
  }
});
