import { svg, type TemplateResult } from 'lit';

/** 24 × 24 outlines in the colour of the text around them; what they mean is always written beside them. */
const icon = (path: TemplateResult) =>
  svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${path}</svg>`;

export const phone = icon(
  svg`<path d="M6.6 3.2 9 3a1.5 1.5 0 0 1 1.5 1l1 2.7a1.5 1.5 0 0 1-.5 1.7L9.6 9.5a12 12 0 0 0 4.9 4.9l1.1-1.4a1.5 1.5 0 0 1 1.7-.5l2.7 1a1.5 1.5 0 0 1 1 1.5l-.2 2.4A3.2 3.2 0 0 1 17.6 20.4 15.6 15.6 0 0 1 3.6 6.4 3.2 3.2 0 0 1 6.6 3.2Z"/>`,
);

export const hangUp = icon(
  svg`<path d="M2.6 13.9c5.2-5.4 13.6-5.4 18.8 0a1.5 1.5 0 0 1 .1 1.9l-1.3 1.7a1.5 1.5 0 0 1-1.9.4l-2.4-1.3a1.5 1.5 0 0 1-.8-1.5l.2-1.6a11.5 11.5 0 0 0-6.6 0l.2 1.6a1.5 1.5 0 0 1-.8 1.5l-2.4 1.3a1.5 1.5 0 0 1-1.9-.4l-1.3-1.7a1.5 1.5 0 0 1 .1-1.9Z"/>`,
);

export const microphone = icon(
  svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path class="line" d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>`,
);

export const microphoneOff = icon(
  svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path class="line" d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/><path class="strike" d="M4 4 20 20"/><path class="line" d="M4 4 20 20"/>`,
);

export const warning = icon(
  svg`<path class="line" d="M12 4 2.8 19.5h18.4Z"/><path class="line" d="M12 10v4.5M12 17v.2"/>`,
);
