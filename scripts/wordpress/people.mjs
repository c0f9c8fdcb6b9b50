// The people of a WordPress site, each in a browser of their own: what they do there, and all that they are sent.

/** All texts that a browser has got, by address. */
export function listen(page, heard) {
  page.on('requestfinished', (request) => {
    const response = request.response();
    if (!/text|json|javascript|xml/.test(response?.headers()['content-type'] ?? '')) return;
    response.text().then(
      (text) => heard.push({ url: response.url(), text }),
      // The page has gone on, and its texts with it.
      () => undefined,
    );
  });
}

/** Somebody with an account, logged in. */
export async function logIn(browser, url, name, heard) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  page.on('dialog', (dialog) => void dialog.accept());
  listen(page, heard);
  await page.goto(`${url}/wp-login.php`);
  await page.$eval('#user_login', (input, value) => (input.value = value), name);
  await page.$eval('#user_pass', (input) => (input.value = 'password'));
  await follow(page, () => page.click('#wp-submit'));
  return page;
}

/** Does something after which the browser is on another page. */
export async function follow(page, act) {
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), act()]);
}

/** Uploads a plugin as its owner would, and switches it on. */
export async function installPlugin(page, url, archive) {
  await page.goto(`${url}/wp-admin/plugin-install.php?tab=upload`);
  const input = await page.waitForSelector('#pluginzip');
  await input.uploadFile(archive);
  await follow(page, () => page.$eval('#install-plugin-submit', (button) => button.form.submit()));
  const link = await page.waitForSelector('a.button-primary[href*="action=activate"]');
  await follow(page, () => link.click());
}

/** Opens the settings, fills fields in by their names, saves. Returns the page as text. */
export async function saveSettings(page, url, fields) {
  await page.goto(`${url}/wp-admin/options-general.php?page=live-call`);
  await page.evaluate((values) => {
    for (const [name, value] of Object.entries(values)) {
      const field = document.querySelector(`[name="${name}"]`);
      if (!field) throw new Error(`There is no field ${name}.`);
      if (field.type === 'checkbox') field.checked = value;
      else field.value = value;
    }
  }, fields);
  await follow(page, () => page.click('form[action="options.php"] [type=submit]'));
  return page.$eval('.wrap', (wrap) => wrap.innerText);
}

/** Asks Google from the settings page. Returns the page as text. */
export async function checkNow(page) {
  await follow(page, () => page.click('form[action$="admin-post.php"] [type=submit]'));
  return page.$eval('.wrap', (wrap) => wrap.innerText);
}

/** Opens the editor with a new post, or the one with this id. */
export async function openEditor(page, url, id) {
  const path = id ? `post.php?post=${id}&action=edit` : 'post-new.php';
  await page.goto(`${url}/wp-admin/${path}`);
  await page.waitForFunction(
    () => globalThis.wp?.data?.select('core/editor')?.getCurrentPostType() !== null,
  );
  await page.evaluate(() => {
    wp.data.dispatch('core/preferences').set('core/edit-post', 'welcomeGuide', false);
  });
}

/** Types the name of a block after a slash, as people insert blocks. */
export async function insertBlock(page, title, words) {
  const heading = await page.waitForSelector('h1.wp-block-post-title');
  await heading.click();
  await page.keyboard.type(title);
  await page.keyboard.press('Enter');
  await page.keyboard.type(`/${words}`);
  const option = await page.waitForSelector('.components-autocomplete__result');
  const found = await option.evaluate((button) => button.innerText);
  await page.keyboard.press('Enter');
  return found;
}

/** Publishes what is in the editor. Returns its id and address. */
export async function publish(page) {
  return page.evaluate(async () => {
    const { dispatch, select } = wp.data;
    dispatch('core/editor').editPost({ status: 'publish' });
    await dispatch('core/editor').savePost();
    const editor = select('core/editor');
    if (!editor.didPostSaveRequestSucceed()) throw new Error('The post was not saved.');
    return { id: editor.getCurrentPostId(), link: editor.getPermalink() };
  });
}

/** The blocks of the post in the editor: their names, whether they are valid, and what stands in the post. */
export async function readBlocks(page) {
  return page.evaluate(() => {
    const blocks = wp.data.select('core/block-editor').getBlocks();
    return blocks.map(({ name, isValid, attributes }) => ({ name, isValid, attributes }));
  });
}
