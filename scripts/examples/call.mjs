// One call in a page, as somebody has it who looks and clicks.

const until = (page, condition, ...args) =>
  page.waitForFunction(condition, { polling: 50, timeout: 60_000 }, ...args);

/** Opens the page, calls, is greeted, hangs up, and checks that page and server have heard of all that. */
export async function call(browser, url, emulator) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  const line = await openLine(emulator);
  try {
    await page.goto(url);
    await converse(page, line);
  } catch (error) {
    const said = await page.evaluate(() => {
      const element = document.querySelector('live-call');
      return { card: element?.shadowRoot?.textContent.replace(/\s+/g, ' '), error: element?.error };
    });
    throw new Error([error.message, JSON.stringify(said), ...faults].join('\n'), { cause: error });
  } finally {
    await context.close();
  }
  if (faults.length > 0) throw new Error(`the console says ${faults.join('\n')}`);
}

const said = () => document.querySelector('output')?.textContent.trim();

async function converse(page, line) {
  const start = await page.waitForSelector('live-call >>> [part=start]');
  // A property of the page has arrived, and with it its listeners.
  await until(page, (button) => button.textContent.includes('Talk to Ada'), start);
  // The example itself calls Google.
  await page.$eval(
    'live-call',
    (element, url) => Object.assign(element, { baseUrl: url }),
    line.url,
  );
  await start.click();
  await until(page, () => document.querySelector('live-call').ledger.playback.played > 0);
  const { connections } = await line.reached('samples=1&written=1');
  const [{ text }] = connections[0].written;
  if (text !== 'Greet the caller.') throw new Error(`the model is asked to say ${text}`);
  await page.click('live-call >>> [part=end]');
  await until(page, () => document.querySelector('live-call').state === 'idle');
  await until(page, said);
  const ended = await page.evaluate(said);
  if (ended !== 'The call has ended: stopped.') throw new Error(`the page says ${ended}`);
}

/** A number of the emulator that keeps account of its calls. */
async function openLine(emulator) {
  const created = await fetch(`${emulator}/lines`, { method: 'POST', body: '{}' });
  const { id, baseUrl } = await created.json();
  return {
    url: baseUrl,
    async reached(counts) {
      const answer = await fetch(`${emulator}/lines/${id}/wait?${counts}`);
      if (!answer.ok) throw new Error(`the server has not counted ${counts}`);
      return answer.json();
    },
  };
}
