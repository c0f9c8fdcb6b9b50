import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { letForConst, shortPrivateNames } from './scripts/packing.mjs';
import { slimLit } from './scripts/slim-lit.mjs';
import { slimSdk } from './scripts/slim-sdk.mjs';
import { tightStyles } from './scripts/tight-styles.mjs';

const minify = (options = {}) =>
  terser({
    ecma: 2020,
    compress: { passes: 3, inline: 1 },
    // Lit's own; of ours none begins so.
    mangle: { properties: { regex: /^_(?!_proto__)/ } },
    // A page in another encoding reads the script in that one.
    format: { comments: false, ascii_only: true },
    ...options,
  });

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

/** Takes the indentation out of the templates of the element. */
const tightTemplates = {
  name: 'tight-templates',
  transform: (code, id) =>
    /build.src.(ui|live-call)/.test(id) ? code.replace(/\n\s+/g, '\n') : null,
};

/**
 * Ships the licenses of the packages whose code is in the bundle: those of lit (BSD-3-Clause) and of the SDK
 * (Apache-2.0) ask for that.
 */
const licenses = {
  name: 'licenses',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap(({ modules = {} }) => Object.entries(modules));
    const packages = modules
      .filter(([, { renderedLength }]) => renderedLength > 0)
      .map(([id]) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0]);
    const texts = [...new Set(packages)].filter(Boolean).map(licenseOf);
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: texts.join('\n\n') });
  },
};

function licenseOf(folder) {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((file) => /^licen[sc]e/i.test(file));
  return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, 'utf8')}`;
}

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
];

export default [
  {
    input: 'build/src/audio/worklet/worklet.js',
    output: { file: 'dist/live-call.worklet.js', format: 'iife' },
    plugins: [shortPrivateNames, minify({ toplevel: true }), letForConst, asText],
  },
  {
    input: Object.fromEntries(
      ['index', 'element', 'controller'].map((name) => [name, `build/src/${name}.js`]),
    ),
    output: { dir: 'dist', format: 'es', chunkFileNames: 'shared/[name].js' },
    external: [/^lit/],
    treeshake,
    plugins: inlined,
    context: 'globalThis',
  },
  {
    input: 'build/src/broker/broker.js',
    output: { file: 'dist/broker.js', format: 'es' },
    plugins: [nodeResolve()],
  },
  {
    input: 'build/src/script.js',
    output: { file: 'dist/live-call.min.js', format: 'iife' },
    treeshake,
    plugins: [
      ...inlined,
      slimLit,
      shortPrivateNames,
      licenses,
      minify({ toplevel: true }),
      letForConst,
    ],
    context: 'globalThis',
  },
];
