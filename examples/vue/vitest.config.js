import { playwright } from '@vitest/browser-playwright';
import { defineConfig, mergeConfig } from 'vitest/config';
import vite from './vite.config';

// Playwright's own browser, unless CHROME_PATH names one.
const launchOptions = { executablePath: process.env.CHROME_PATH };

export default mergeConfig(
  vite,
  defineConfig({
    test: {
      globalSetup: './test/emulator.js',
      browser: {
        enabled: true,
        headless: true,
        provider: playwright({ launchOptions }),
        instances: [{ browser: 'chromium' }],
      },
    },
  }),
);
