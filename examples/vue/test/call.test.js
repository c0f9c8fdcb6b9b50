// A call with the component of the app, and an emulator in the place of Google: `npm test`.
import { openLine, useFakeMicrophone } from 'live-call/testing/page';
import { expect, inject, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import { createApp } from 'vue';
import App from '../src/App.vue';

async function mount(script) {
  const microphone = useFakeMicrophone();
  const { baseUrl, tokenUrl } = await openLine(inject('emulator'), script);
  const app = createApp(App);
  app.mount(document.body.appendChild(document.createElement('div')));
  onTestFinished(() => {
    app.unmount();
    microphone.restore();
  });
  return Object.assign(document.querySelector('live-call'), { baseUrl, tokenUrl });
}

test('a caller is greeted, and the page says how the call has ended', async () => {
  const call = await mount({ persona: ['Good morning!'] });
  await page.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect.poll(() => call.transcript.at(-1)?.text).toBe('Good morning!');
  await page.getByRole('button', { name: 'End call' }).click();
  await expect.element(page.getByText('The call has ended: stopped.')).toBeVisible();
});

test('a call that nobody could begin has ended, too', async () => {
  const call = await mount({ tokens: { refuse: 'origin-refused' } });
  // A press so soon after the last one, and in its place, would be taken for a double click.
  await call.start().catch(() => {});
  expect(call.error.detail).toContain('origin-refused');
  await expect.element(page.getByText('The call has ended: error.')).toBeVisible();
});
