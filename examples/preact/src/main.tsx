import { render } from 'preact';
import { App } from './App.js';

const root = document.querySelector('#app');
if (root) render(<App />, root);
