/** The text of the bundled worklet; the build writes it. */
declare const source: string;
export default source;
