import { expect } from '@open-wc/testing';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { CallController, type CallEndEvent } from '../src/controller.js';
import { until } from './helpers/call.js';
import { openLine, type TestLine } from './helpers/line.js';
import { live, nothingLive } from './helpers/resources.js';

/** The code of the README behind `<!-- example: name -->`, dialling a line of the emulator. */
async function example(name: string, line: TestLine): Promise<string> {
  const page = await (await fetch('/README.md')).text();
  const code = new RegExp(`<!-- example: ${name} -->\\s*\`\`\`\\w+\\n(.*?)\`\`\``, 's').exec(
    page,
  )?.[1];
  if (!code) throw new Error(`The README has no example ${name}.`);
  const settings = `{ baseUrl: '${line.baseUrl}', tokenUrl: '${line.tokenUrl}'`;
  const module = new URL('../src/controller.js', import.meta.url).href;
  return code
    .replace("'live-call/controller'", `'${module}'`)
    .replace("{ tokenUrl: '/token'", settings);
}

describe('a headless call', () => {
  it('works as the README says', async () => {
    const line = await openLine({ persona: 'silent' });
    document.body.insertAdjacentHTML(
      'beforeend',
      '<div id="headless"><button id="call"></button><output id="state"></output></div>',
    );
    const code = await example('headless', line);
    const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    await import(url);
    URL.revokeObjectURL(url);
    const button = document.querySelector<HTMLButtonElement>('#call')!;
    const words = () => document.querySelector('#state')?.textContent;
    button.click();
    await until(() => words() === 'streaming');
    await line.waitFor({ samples: INPUT_RATE / 2 });
    button.click();
    await until(() => words() === 'idle');
    const { connections } = await line.waitFor({ closed: 1 });
    expect(connections[0]?.samples).to.be.above(0);
    // The last word is out; what is left closes behind it.
    await until(() => live().contexts === 0);
    expect(live()).to.deep.equal(nothingLive);
    document.querySelector('#headless')?.remove();
  });

  it('needs nothing but a source of tokens, and fails with a code without one', async () => {
    const call = new CallController(new EventTarget());
    const error = await call.start().catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'token-missing' });
    expect(call.state).to.equal('idle');
  });

  it('reads its settings when it starts, and tells its host of the end with the whole account', async () => {
    const line = await openLine({ persona: 'silent' });
    const host = new EventTarget();
    const settings = { baseUrl: line.baseUrl, tokenUrl: '/nobody', voice: 'Kore' };
    const call = new CallController(host, settings);
    settings.tokenUrl = line.tokenUrl;
    call.micMuted = true;
    await call.start();
    call.micMuted = false;
    await line.waitFor({ samples: INPUT_RATE / 4 });
    const ended = new Promise<CallEndEvent>((resolve) =>
      host.addEventListener('callend', (event) => resolve(event as CallEndEvent)),
    );
    await call.stop();
    const { reason, ledger } = await ended;
    expect(reason).to.equal('stopped');
    expect(ledger).to.include({ sent: ledger.captured, dropped: 0 });
    expect((await line.report()).connections[0]?.setup?.['generationConfig']).to.deep.include({
      speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } },
    });
  });
});
