import { html, type TemplateResult } from 'lit';

/** A 24 × 24 outline in the colour of the text around it; what it means is always written or named beside it. */
const line = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${path} />
  </svg>`;

export const phone = line(
  'M5 4h4l1.5 5-2.3 1.6a12 12 0 0 0 5.2 5.2L15 13.5l5 1.5v4a2 2 0 0 1-2 2A15 15 0 0 1 3 6a2 2 0 0 1 2-2z',
);
export const hangUp = line(
  'M3 14.5c5-5 13-5 18 0l-2.2 2.7-3.5-1.7v-2.7a12 12 0 0 0-6.6 0v2.7l-3.5 1.7z',
);
const body =
  'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3';
export const microphone = line(body);
export const microphoneOff = line(`${body}M4 4l16 16`);
const box = 'M6 5h12a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3';
export const captionsIcon = line(`${box}M10.5 10.5a2 2 0 1 0 0 3M17 10.5a2 2 0 1 0 0 3`);
export const keyboard = line(`${box}M7 10h.01M10 10h.01M14 10h.01M17 10h.01M8 14h8`);
export const sliders = line(
  'M4 7h10M18 7h2M4 17h2M10 17h10M14 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0M6 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
);
export const chevronDown = line('M6 9l6 6 6-6');
export const warning = line('M12 4 2.8 19.5h18.4ZM12 10v4.5M12 17v.2');
export const arrowUp = line('M12 20V5M5.5 11.5 12 5l6.5 6.5');
