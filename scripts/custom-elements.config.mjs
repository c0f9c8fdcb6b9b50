import { readFileSync } from 'node:fs';

/** Members that are public for the platform's sake only. */
const internal = ['connectedMoveCallback', 'addEventListener', 'onlevel'];

/** The arguments of a setting's maker in src/settings.ts, as the manifest tells them. */
const makers = {
  text: () => ({ type: 'string | undefined' }),
  flag: () => ({ type: 'boolean', default: 'false' }),
  number: ([initial]) => ({ type: 'number', default: initial.getText() }),
  choice: ([words]) => ({
    type: words.elements.map((word) => word.getText()).join(' | '),
    default: words.elements[0].getText(),
  }),
  json: (_, [type]) => ({ type: `${type.getText()} | undefined` }),
  property: (_, [type]) => ({ type: `${type.getText()} | undefined`, attribute: false }),
};

/** Reads the table in src/settings.ts: name, documentation, type and default of each setting. */
function readSettings(ts) {
  const path = 'src/settings.ts';
  const source = ts.createSourceFile(
    path,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const table = source.statements
    .flatMap((statement) => statement.declarationList?.declarations ?? [])
    .find(({ name }) => name.getText() === 'settings').initializer;
  return table.properties.map(({ name, initializer, jsDoc }) => {
    const isLive = initializer.expression.getText() === 'live';
    const call = isLive ? initializer.arguments[0] : initializer;
    const made = makers[call.expression.getText()](call.arguments, call.typeArguments);
    const description = jsDoc[0].comment.replace(/\s*\n\s*/g, ' ');
    const reflects = call.getText().includes('reflect: true');
    return { name: name.getText(), description, reflects, ...made };
  });
}

const attributeOf = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const facts = ({ description, type, default: initial }) => ({
  type: { text: type },
  description,
  ...(initial && { default: initial }),
});

/** Adds the settings to the class, as attributes and fields. */
function addSettings(declaration, settings) {
  const withAttribute = settings.filter(({ attribute }) => attribute !== false);
  declaration.attributes = withAttribute.map((setting) => ({
    name: attributeOf(setting.name),
    ...facts(setting),
    fieldName: setting.name,
  }));
  declaration.members.unshift(
    ...settings.map((setting) => ({
      kind: 'field',
      name: setting.name,
      ...facts(setting),
      privacy: 'public',
      ...(setting.attribute !== false && { attribute: attributeOf(setting.name) }),
      ...(setting.reflects && { reflects: true }),
    })),
  );
}

/** The tags by which a file of the card tells of what it offers to pages, and their places in the manifest. */
const offers = {
  'src/ui/card.ts': { slot: 'slots', csspart: 'cssParts' },
  'src/ui/custom-states.ts': { cssstate: 'cssStates' },
  'src/ui/styles/styles.ts': { cssproperty: 'cssProperties' },
};

/** Adds what pages can style and fill. */
function addOffers(declaration) {
  for (const [path, tags] of Object.entries(offers)) {
    const source = readFileSync(path, 'utf8');
    for (const [tag, place] of Object.entries(tags)) {
      const lines = source.matchAll(new RegExp(`^ \\* @${tag} (\\S+) - (.+)$`, 'gm'));
      declaration[place] = Array.from(lines, ([, name, description]) => ({ description, name }));
    }
  }
}

/** Leaves in the manifest only members that a page can use, and points it at the files of the package. */
function publicOnly() {
  let settings = [];
  return {
    name: 'public-only',
    initialize({ ts }) {
      settings = readSettings(ts);
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules) {
        const shipped = module.path === 'src/live-call.ts' ? 'dist/element.js' : module.path;
        for (const declaration of module.declarations ?? []) {
          declaration.members = declaration.members?.filter(
            ({ privacy, name, static: isStatic }) =>
              !isStatic &&
              privacy !== 'private' &&
              privacy !== 'protected' &&
              !name.startsWith('#') &&
              !internal.includes(name),
          );
          if (!declaration.tagName) continue;
          addSettings(declaration, settings);
          addOffers(declaration);
        }
        for (const one of module.exports ?? []) one.declaration.module = shipped;
        module.path = shipped;
      }
      // Tools look here for the class of a tag; importing the entry registers it.
      customElementsManifest.modules.push({
        kind: 'javascript-module',
        path: 'dist/index.js',
        declarations: [],
        exports: [
          {
            kind: 'custom-element-definition',
            name: 'live-call',
            declaration: { name: 'LiveCall', module: 'dist/element.js' },
          },
        ],
      });
    },
  };
}

export default {
  globs: ['src/live-call.ts'],
  litelement: true,
  packagejson: false,
  plugins: [publicOnly()],
};
