/** The BCP-47 tags of the languages that have a file; the build lists the tables beside this one. */
export const languages: readonly string[];
