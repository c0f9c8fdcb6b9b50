import { expect } from '@open-wc/testing';
import { openLine } from '../helpers/line.js';
import { RawSocket, V1BETA } from './raw-socket.js';

const post = (url: string) => fetch(url, { method: 'POST', body: '{}' });

describe('the token endpoint of a line', () => {
  it('gives a fresh token each time', async () => {
    const line = await openLine();
    const { token } = (await (await post(line.tokenUrl)).json()) as { token: string };
    expect(token).to.match(/^auth_tokens\//);
    expect(await line.token()).not.to.equal(token);
    expect((await line.report()).totals.tokenRequests).to.equal(2);
  });

  it('fails as it is told to', async () => {
    const headers = { 'retry-after': '7', 'content-type': 'text/html' };
    const line = await openLine({ tokens: { status: 429, body: '<p>No', headers } });
    const answer = await post(line.tokenUrl);
    expect(answer.status).to.equal(429);
    expect(answer.headers.get('retry-after')).to.equal('7');
    expect(answer.headers.get('content-type')).to.equal('text/html');
    expect(await answer.text()).to.equal('<p>No');
    await line.change({ tokens: { body: { token: 'x' } } });
    expect(await (await post(line.tokenUrl)).json()).to.deep.equal({ token: 'x' });
    await line.change({ tokens: { status: 200 } });
    expect(await (await post(line.tokenUrl)).text()).to.equal('');
  });

  it('mints tokens that are stale when they arrive', async () => {
    const line = await openLine({ tokens: { newSessionExpiresIn: 0 } });
    const raw = new RawSocket(
      `${line.baseUrl}${V1BETA}.BidiGenerateContentConstrained?access_token=${await line.token()}`,
    );
    await raw.opened;
    raw.send({ setup: { model: 'models/m' } });
    expect((await raw.closed).reason).to.equal('Token has expired for new sessions.');
  });
});
