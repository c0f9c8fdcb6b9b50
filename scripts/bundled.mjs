// Keeps the books of the packages whose code is in our bundles: dist/LICENSES.txt ships their licenses, since those of
// lit (BSD-3-Clause), the SDK (Apache-2.0) and the others ask for that, and dist/sbom.json lists them.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Each package by its folder, with the files of dist/ that it is in. */
const filesOf = new Map();

/** The folder of the package that a module is of; plugins of Rollup mark modules of their own with a zero. */
const folderOf = (id) => /[^\0]*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];

/** For the plugins of every bundle: whichever is written last has the whole list. */
export const bundled = {
  name: 'bundled',
  writeBundle({ file, dir = 'dist' }, chunks) {
    for (const { fileName, modules = {} } of Object.values(chunks)) {
      for (const [id, { renderedLength }] of Object.entries(modules)) {
        const folder = renderedLength > 0 && folderOf(id);
        if (!folder) continue;
        const path = (file ?? `${dir}/${fileName}`).replace(/^dist\//, '');
        filesOf.set(folder, (filesOf.get(folder) ?? new Set()).add(path));
      }
    }
    writeLicenses();
    writeSbom();
  },
};

function packages() {
  return [...filesOf]
    .map(([folder, files]) => {
      const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      return { folder, name, version, license, files: [...files] };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function writeLicenses() {
  const texts = packages().map(({ folder, name, version, files }) => {
    const legal = readdirSync(folder).filter((file) => /^(?:licen[sc]e|notice)/i.test(file));
    if (legal.length === 0) throw new Error(`${name} has no license to ship.`);
    const text = legal.map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim()).join('\n\n');
    return `${name} ${version}\nin ${files.join(', ')}\n\n${text}\n`;
  });
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/LICENSES.txt', texts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** Everything that an app gets with the package: what is in its files, and what npm installs beside it. */
function writeSbom() {
  const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const installed = Object.entries(lock)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, entry]) => ({ ...entry, name: path.replace(/.*node_modules\//, ''), files: [] }));
  const inFiles = packages();
  const known = new Set(inFiles.map(refOf));
  const components = [...inFiles, ...installed.filter((one) => !known.has(refOf(one)))];
  const self = component({ name, version, license, files: [] });
  const sbom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: self },
    components: components.map(component),
    dependencies: [{ ref: self['bom-ref'], dependsOn: components.map(refOf) }],
  };
  writeFileSync('dist/sbom.json', `${JSON.stringify(sbom, null, 2)}\n`);
}

/** https://github.com/package-url/purl-spec */
const refOf = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** https://cyclonedx.org/docs/1.5/json/#components */
function component({ name, version, license, files }) {
  const ref = refOf({ name, version });
  return {
    type: 'library',
    'bom-ref': ref,
    name,
    version,
    licenses: [{ license: { id: license } }],
    purl: ref,
    ...(files.length > 0 && {
      properties: files.map((value) => ({ name: 'live-call:file', value })),
    }),
  };
}
