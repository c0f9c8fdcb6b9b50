import { render } from 'solid-js/web';
import { App } from './App.jsx';

const root = document.querySelector('#app');
if (root) render(App, root);
