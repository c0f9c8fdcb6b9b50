import type { LiveCall } from '../../src/element.js';
import { attributeNames, choiceOf, snippet, type Choice } from './snippet.js';

const find = <T extends Element>(selector: string) => document.querySelector<T>(selector) as T;

const form = find<HTMLFormElement>('#options');
const call = find<LiveCall>('#yours');
const code = find('#snippet');
const copied = find('#copied');
const colours = [...form.querySelectorAll<HTMLInputElement>('[type=color]')];

/** A colour that nobody has touched is the element's own, which follows the scheme of the page. */
function changedColours(): Record<string, string> {
  const changed = colours.filter(({ value, defaultValue }) => value !== defaultValue);
  return Object.fromEntries(changed.map(({ name, value }) => [name, value]));
}

let styled: readonly string[] = [];

function dress({ attributes, theme, css }: Choice) {
  for (const name of attributeNames) {
    const value = attributes[name];
    if (value === undefined) call.removeAttribute(name);
    else call.setAttribute(name, value);
  }
  call.className = theme;
  for (const name of styled) call.style.removeProperty(name);
  // Properties, not a style attribute: the policy of this page allows them.
  for (const [name, value] of Object.entries(css)) call.style.setProperty(name, value);
  styled = Object.keys(css);
}

function show() {
  const data = new FormData(form);
  const choice = choiceOf(data, changedColours());
  const isFloating = choice.attributes['variant'] === 'floating';
  find<HTMLElement>('#floating').hidden = !isFloating;
  dress(choice);
  code.textContent = snippet(choice, isFloating && data.get('written') === 'script');
  copied.textContent = '';
}

form.addEventListener('input', show);
form.addEventListener('submit', (event) => event.preventDefault());
find('#again').addEventListener('click', () => {
  form.reset();
  show();
});
find('#copy').addEventListener('click', () => {
  navigator.clipboard.writeText(code.textContent).then(
    () => (copied.textContent = 'Copied.'),
    () => (copied.textContent = 'Your browser does not let the page copy; select the lines.'),
  );
});
show();
