/** Leaves in the manifest what a page can use, and points it at what the package ships. */
const publicOnly = {
  name: 'public-only',
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
            !['connectedMoveCallback', 'addEventListener'].includes(name),
        );
      }
      for (const one of module.exports ?? []) one.declaration.module = shipped;
      module.path = shipped;
    }
  },
};

export default {
  globs: ['src/live-call.ts'],
  litelement: true,
  packagejson: false,
  plugins: [publicOnly],
};
