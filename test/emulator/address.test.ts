import { expect } from '@open-wc/testing';
import { readAddress } from '../../src/testing/emulator/address.js';

describe('the address of a line', () => {
  const method = 'google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
  const base = { line: 'default', version: 'v1beta', service: 'socket', credential: 'k' };
  const addresses: [string, object | undefined][] = [
    [`/ws/${method}?key=k`, base],
    [`//ws/${method}?key=k`, base],
    [`/line/7//ws/${method}?key=k`, { ...base, line: '7' }],
    [`/ws/${method.replace('v1beta', 'v1')}?key=k`, { ...base, version: 'v1' }],
    [`/ws/${method.replace('v1beta', 'v1alpha')}?key=k`, { ...base, version: 'v1alpha' }],
    [`/ws/${method.replace('v1beta', 'v2')}?key=k`, undefined],
    [
      `/ws/${method}Constrained?access_token=auth_tokens/x`,
      { ...base, service: 'constrained socket', credential: 'auth_tokens/x' },
    ],
    [
      `/ws/${method}Constrained?access_token=auth_tokens%2Fx`,
      { ...base, service: 'constrained socket', credential: 'auth_tokens/x' },
    ],
    ['/v1alpha/auth_tokens', { ...base, version: 'v1alpha', service: 'tokens', credential: '' }],
    ['/line/7//v1beta/auth_tokens', { ...base, line: '7', service: 'tokens', credential: '' }],
    ['/wtr', undefined],
  ];
  for (const [url, address] of addresses)
    it(`is read from ${url}`, () => {
      expect(readAddress(url)).to.deep.equal(address);
    });
});
