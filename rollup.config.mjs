import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { bundled } from './scripts/bundled.mjs';
import { letForConst, shortPrivateNames } from './scripts/packing.mjs';
import { slimLit } from './scripts/slim-lit.mjs';
import { slimSdk } from './scripts/slim-sdk.mjs';
import { tightStyles } from './scripts/tight-styles.mjs';

const minify = (options = {}) =>
  terser({
    ecma: 2020,
    compress: { passes: 3, inline: 1 },
    mangle: true,
    // A page in another encoding reads the script in that one.
    format: { comments: false, ascii_only: true },
    ...options,
  });

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/**
 * A script that meets the worklet of another version finds no processor of that name, and says so. Only in what ships:
 * the tests run build/, whose text of the worklet has the plain names.
 */
const versionedProcessors = {
  name: 'versioned-processors',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      file.code &&= file.code.replace(/live-call-(?:tape|capture|playback)/g, `$& ${version}`);
    }
  },
};

/** Also hands the bundled worklet to the page's code as text, for a `blob:` URL. */
const asText = {
  name: 'worklet-as-text',
  generateBundle(_, bundle) {
    const { code } = Object.values(bundle)[0];
    mkdirSync('build/src/audio/worklet', { recursive: true });
    writeFileSync(
      'build/src/audio/worklet/worklet-source.js',
      `export default ${JSON.stringify(code)};\n`,
    );
  },
};

/**
 * Hands the conversation to the page's code as a function that needs nothing from outside of itself: the page calls it,
 * or runs its text in a Worker, so that a script holds it once.
 */
const asFunction = {
  name: 'conversation-as-function',
  generateBundle(_, bundle) {
    const [chunk] = Object.values(bundle);
    const body = chunk.code.replace(
      /export\s*\{([^}]*)\};?\s*$/,
      (_, names) => `return {${names.replace(/([^,\s]+) as (\w+)/g, '$2: $1')}};\n`,
    );
    writeFileSync(
      'build/src/worker/conversation-source.js',
      `export function conversation() {\n${body}}\n`,
    );
    chunk.code = `"use strict";(() => {\n${body}})().runInWorker(self);\n`;
  },
};

/** Takes the indentation out of the templates of the element. */
const tightTemplates = {
  name: 'tight-templates',
  transform: (code, id) =>
    /build.src.(ui|live-call)/.test(id) ? code.replace(/\n\s+/g, '\n') : null,
};

/** The SDK does not say so in its package.json, but nothing that we take from it works by side effect. */
const treeshake = {
  moduleSideEffects: (id) => !/node_modules.(@google|p-retry|retry)/.test(id),
};

/** Everything but lit: an app that imports the element pays what the script pays, and lit may be its own. */
const inlined = [
  nodeResolve({
    browser: true,
    exportConditions: ['development'],
    ignoreSideEffectsForRoot: true,
  }),
  commonjs(),
  slimSdk,
  tightStyles,
  tightTemplates,
  versionedProcessors,
];

/** A broker in one file, which its owner opens: settings first. */
const brokerFor = (name, file, first = '') => ({
  input: `build/src/broker/hosts/${name}.js`,
  output: {
    file: `dist/hosts/${file}`,
    format: 'es',
    banner: `${first}// A token broker for <live-call> in one file. Your settings come first; change nothing below them.
const settings = ${readFileSync('src/broker/hosts/settings.json', 'utf8').trim()};
`,
  },
  external: [/^node:/],
});

/** `ws` looks for two native packages that make it faster; a bundle has nowhere to find them. */
const withoutNative = {
  name: 'without-native',
  transform: (code) => code.replace(/process\.env\.WS_NO_(?:BUFFER_UTIL|UTF_8_VALIDATE)/g, 'true'),
};

const bundles = [
  {
    input: 'build/src/audio/worklet/worklet.js',
    output: { file: 'dist/live-call.worklet.js', format: 'iife' },
    plugins: [
      shortPrivateNames,
      minify({ toplevel: true }),
      letForConst,
      asText,
      versionedProcessors,
    ],
  },
  {
    input: 'build/src/worker/conversation.js',
    output: { file: 'dist/live-call.worker.js', format: 'es' },
    treeshake,
    plugins: [...inlined, shortPrivateNames, minify({ module: true }), letForConst, asFunction],
    context: 'globalThis',
  },
  {
    input: Object.fromEntries(
      ['index', 'element', 'controller', 'frameworks/react'].map((path) => [
        path.replace('frameworks/', ''),
        `build/src/${path}.js`,
      ]),
    ),
    output: {
      dir: 'dist',
      format: 'es',
      chunkFileNames: 'shared/[name].js',
      // Rollup drops this line of the module: https://rollupjs.org/troubleshooting/#error-module-level-directives
      banner: ({ name }) => (name === 'react' ? "'use client';" : ''),
    },
    external: [/^lit/, 'react'],
    treeshake,
    plugins: inlined,
    context: 'globalThis',
  },
  {
    input: 'build/src/broker/broker.js',
    output: { file: 'dist/broker.js', format: 'es' },
    plugins: [nodeResolve()],
  },
  brokerFor('node', 'node.mjs'),
  brokerFor('worker', 'worker.js'),
  brokerFor('deno', 'deno.ts', '// @ts-nocheck\n'),
  {
    input: 'build/src/cli/cli.js',
    output: {
      file: 'dist/cli.js',
      format: 'es',
      banner: '#!/usr/bin/env node',
      inlineDynamicImports: true,
    },
    external: [/^node:/],
    // `ws` is in the file, so that an app which installs the package gets nothing more.
    plugins: [nodeResolve({ exportConditions: ['node'] }), commonjs(), minify()],
  },
  {
    input: 'build/src/testing/testing.js',
    output: { file: 'dist/testing.js', format: 'es' },
    plugins: [
      nodeResolve({ preferBuiltins: true }),
      withoutNative,
      commonjs(),
      minify({ module: true }),
    ],
  },
  {
    input: 'build/src/testing/page.js',
    output: { file: 'dist/testing/page.js', format: 'es' },
  },
  {
    input: 'build/src/testing/page-script.js',
    output: { file: 'dist/testing-page.js', format: 'iife' },
  },
  {
    input: 'build/src/loader.js',
    output: { file: 'dist/live-call.loader.js', format: 'iife' },
    plugins: [minify({ toplevel: true }), letForConst],
  },
  {
    input: 'build/src/script.js',
    output: { file: 'dist/live-call.min.js', format: 'iife' },
    treeshake,
    plugins: [
      ...inlined,
      slimLit,
      shortPrivateNames,
      // The properties are Lit's own; of ours none begins so.
      minify({ toplevel: true, mangle: { properties: { regex: /^_(?!_proto__)/ } } }),
      letForConst,
    ],
    context: 'globalThis',
  },
];

export default bundles.map((bundle) => ({
  ...bundle,
  plugins: [...(bundle.plugins ?? []), bundled],
}));
