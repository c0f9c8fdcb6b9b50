// What the files that a page loads may weigh, gzip -9, in bytes: as they are here, and in an app that bundles them.
export const SCRIPT = 53_600;
export const WORKLET = 4_800;
export const LOADER = 1_024;
export const LANGUAGE = 3_000;
/** Of an app with Vite, and with esbuild, that imports the element: lit is in it. */
export const VITE = 59_500;
export const ESBUILD = 60_600;
