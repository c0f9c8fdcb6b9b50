import { expect } from '@open-wc/testing';
import { html, LitElement, nothing } from 'lit';
import { deviceMenu, type Devices } from '../../src/ui/device-menu.js';
import { OpenDevices } from '../../src/ui/open-devices.js';
import { en } from '../../src/ui/strings/en.js';
import { until } from '../helpers/call.js';

const microphone = (id: string, label = `Mic ${id}`) => ({ id, label });

/** An element with nothing but the menu and its button. */
class MenuHost extends LitElement {
  microphoneId: string | undefined;
  speakerId: string | undefined;
  volume = 0.5;
  muted = false;
  looks = 0;
  listed: Devices = { microphones: [microphone('a'), microphone('b')], speakers: [] };
  /** Whether there is a call, and so a place for the menu. */
  inCall = true;
  readonly menu = new OpenDevices(this);

  listDevices() {
    this.looks++;
    return Promise.resolve(this.listed);
  }

  override render() {
    const { devices, actions, toggle } = this.menu;
    return html`<button class="opener" @click=${toggle}></button>
      ${devices && this.inCall ? deviceMenu({ ...this, ...pick(this), devices }, en, actions) : nothing}`;
  }
}
const pick = ({ microphoneId, speakerId, volume, muted }: MenuHost) => ({
  microphoneId,
  speakerId,
  volume,
  muted,
});
customElements.define('menu-host', MenuHost);

let host: MenuHost;
const find = <T extends Element = HTMLElement>(selector: string) =>
  host.shadowRoot!.querySelector<T>(selector);
const options = (nth = 0) => {
  const select = host.shadowRoot!.querySelectorAll('select')[nth];
  return [...(select?.options ?? [])].map(({ value, label, selected }) => ({
    value,
    label,
    selected,
  }));
};

async function open(): Promise<void> {
  find('.opener')!.focus();
  find('.opener')!.click();
  await until(() => options().length > 1);
  await host.updateComplete;
}

beforeEach(async () => {
  host = document.createElement('menu-host') as MenuHost;
  document.body.append(host);
  await host.updateComplete;
});
afterEach(() => host.remove());

describe('the menu of the devices', () => {
  it('lists the devices when it opens, with the system default first and the chosen one shown', async () => {
    host.microphoneId = 'b';
    expect(host.looks).to.equal(0);
    await open();
    expect(options()).to.deep.equal([
      { value: '', label: 'System default', selected: false },
      { value: 'a', label: 'Mic a', selected: false },
      { value: 'b', label: 'Mic b', selected: true },
    ]);
  });

  it('numbers devices whose names the browser keeps to itself, and lists no default twice', async () => {
    host.listed = {
      microphones: [microphone('default'), microphone('a', ''), microphone('b', '')],
      speakers: [microphone('s', '')],
    };
    await open();
    expect(options().map(({ label }) => label)).to.deep.equal([
      'System default',
      'Microphone 1',
      'Microphone 2',
    ]);
    expect(options(1).map(({ label }) => label)).to.deep.equal(['System default', 'Speaker 1']);
  });

  it('takes the keyboard when it opens, and gives it back with Escape, which nothing else hears', async () => {
    await open();
    await until(() => host.shadowRoot!.activeElement?.localName === 'select');
    let heard = 0;
    host.shadowRoot!.addEventListener('keydown', () => heard++);
    find('select')!.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'Escape',
        bubbles: true,
        composed: true,
        cancelable: true,
      }),
    );
    await host.updateComplete;
    expect(find('.devices')).to.equal(null);
    expect(host.shadowRoot!.activeElement?.className).to.equal('opener');
    expect(heard).to.equal(0);
  });

  it('closes by a press beside it, and not by one in it', async () => {
    await open();
    const press = (on: EventTarget) =>
      on.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    press(find('input')!);
    await host.updateComplete;
    expect(find('.devices')).not.to.equal(null);
    press(document.body);
    await host.updateComplete;
    expect(find('.devices')).to.equal(null);
  });

  it('closes by its own button', async () => {
    await open();
    find('.opener')!.dispatchEvent(
      new PointerEvent('pointerdown', { bubbles: true, composed: true }),
    );
    find('.opener')!.click();
    await host.updateComplete;
    expect(find('.devices')).to.equal(null);
  });

  it('chooses a microphone, the default again, a volume, and a voice that is muted', async () => {
    await open();
    const select = find<HTMLSelectElement>('select')!;
    select.value = 'a';
    select.dispatchEvent(new Event('change'));
    expect(host.microphoneId).to.equal('a');
    select.value = '';
    select.dispatchEvent(new Event('change'));
    expect(host.microphoneId).to.equal(undefined);
    const slider = find<HTMLInputElement>('input')!;
    expect(slider.valueAsNumber).to.equal(0.5);
    slider.value = '0.25';
    slider.dispatchEvent(new Event('input'));
    expect(host.volume).to.equal(0.25);
    find('.devices button')!.click();
    expect(host.muted).to.equal(true);
    host.requestUpdate();
    await host.updateComplete;
    expect(find('.devices button')!.ariaPressed).to.equal('true');
  });

  it('follows devices that come and go while it is open, and looks no more once it is closed', async () => {
    await open();
    host.listed = { microphones: [microphone('c')], speakers: [] };
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await until(() => options().some(({ value }) => value === 'c'));
    const { looks } = host;
    host.menu.close();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    expect(host.looks).to.equal(looks);
    await open();
    host.remove();
    const after = host.looks;
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    expect(host.looks).to.equal(after);
  });

  it('is over with the call: it looks no more, and does not come back by itself', async () => {
    await open();
    const { looks } = host;
    host.inCall = false;
    host.requestUpdate();
    await host.updateComplete;
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    expect(host.looks).to.equal(looks);
    host.inCall = true;
    host.requestUpdate();
    await host.updateComplete;
    expect(find('.devices')).to.equal(null);
  });

  it('opens though the browser lists nothing', async () => {
    host.listDevices = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    find('.opener')!.click();
    await until(() => find('select') !== null);
    expect(options()).to.deep.equal([{ value: '', label: 'System default', selected: true }]);
  });
});
