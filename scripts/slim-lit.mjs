// Has scripts/lit/ in the place of Lit, in the script alone, which brings its own element and nothing else. These files
// follow Lit, by Google (BSD-3-Clause), without what such an element never reaches: no directives, no decorators, no
// converters, no polyfills for browsers below the floor, and no templates to read, as scripts/ready-templates.mjs has
// read them. In apps, Lit is their own.
import { readFileSync } from 'node:fs';

/** What is written there was read in these versions. Where Lit has moved, the build fails, and somebody has to look. */
const versions = { 'reactive-element': '2.1.2', 'lit-element': '4.2.2', 'lit-html': '3.3.3' };

export const slimLit = {
  name: 'slim-lit',
  transform(code, id) {
    const [, name] = /\/(?:@lit|lit-[a-z]+)\/.*development\/([\w-]+)\.js$/.exec(id) ?? [];
    if (name !== 'css-tag' && !(name in versions)) return null;
    const version = versions[name];
    if (version && !code.includes(`push('${version}')`)) {
      this.error(`${name} is not ${version} any more.`);
    }
    return readFileSync(`scripts/lit/${name}.js`, 'utf8');
  },
};
