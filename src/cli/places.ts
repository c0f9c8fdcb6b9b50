/** Where keys are made. */
export const KEYS = 'https://aistudio.google.com/apikey';
