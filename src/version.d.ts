/** The version of this package. The build writes the module from package.json, so that it stands in one place. */
export const version: string;
