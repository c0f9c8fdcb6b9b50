/**
 * Makes the URL of a worklet module out of a function that registers a processor. The function is
 * taken as text, so it can name nothing from outside of itself.
 */
export function workletModule(register: () => void): string {
  const source = `(${register.toString()})();`;
  return URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
}
