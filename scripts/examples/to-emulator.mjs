// Goes into the servers of examples with `node --import`: what their brokers ask Google for, the emulator answers.
const google = 'https://generativelanguage.googleapis.com';
const { fetch } = globalThis;

globalThis.fetch = (input, init) =>
  typeof input === 'string' || input instanceof URL
    ? fetch(String(input).replace(google, process.env.GEMINI_BASE_URL), init)
    : fetch(input, init);
