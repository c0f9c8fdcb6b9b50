// Stands for packages whose types the SDK names and we never use: they would bring the types of Node
// into code that runs in browsers. `paths` in src/tsconfig.json leads here.
export type Client = never;
export type GoogleAuthOptions = never;
