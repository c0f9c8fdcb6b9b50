/** One thing that can be wrong, and its cure. `{…}` stands for a fact of the case. */
interface Finding {
  readonly what: string;
  readonly change: string;
}

const KEYS = 'https://aistudio.google.com/apikey';
const MODELS = 'https://ai.google.dev/gemini-api/docs/live';

/**
 * Everything that the commands can find wrong. The codes are part of the public contract: add, never rename.
 * `docs/when-something-is-wrong.md` shows this table.
 */
export const findings = {
  // On this machine.
  'profile-missing': {
    what: 'there is no {file}.',
    change:
      'Make one: { "model": "gemini-3.8-live", "instructions": "You take table bookings." }; or name yours after the command.',
  },
  'profile-invalid': { what: '{file}: {why}.', change: 'Change that in {file}.' },
  'key-missing': {
    what: 'GEMINI_API_KEY is not set.',
    change: `Make a key at ${KEYS} and set GEMINI_API_KEY to it.`,
  },
  'key-misspelt': {
    what: 'GEMINI_API_KEY holds {why}, which no key has.',
    change: 'Set it to the key alone, without quotes.',
  },
  'port-in-use': {
    what: 'port {port} is in use by another program.',
    change: 'End that program, or give another port: --port {other}.',
  },
  'port-forbidden': {
    what: 'this user may not listen on port {port}.',
    change: 'Give a port of 1024 or more: --port 8787.',
  },
  'host-unknown': {
    what: '{host} is no address of this machine.',
    change:
      'Give --host 127.0.0.1 for this machine only, or --host 0.0.0.0 for all of its addresses.',
  },
  'files-missing': {
    what: '{file} is missing in this package.',
    change: 'Install live-call again; in a clone, run npm run build.',
  },
  'file-exists': {
    what: '{file} is there already, and stays as it is.',
    change: 'Give another name by --out, or --force to overwrite it.',
  },
  'file-unwritable': {
    what: '{file} cannot be written: {why}.',
    change: 'Give another place by --out.',
  },

  // Google, asked with the key.
  'key-invalid': {
    what: 'Google does not know this API key.',
    change: `Copy the key again from ${KEYS}, whole, into GEMINI_API_KEY.`,
  },
  'key-expired': {
    what: 'this API key has expired.',
    change: `Make a new one at ${KEYS}, and set GEMINI_API_KEY to it.`,
  },
  'key-leaked': {
    what: 'Google has blocked this API key, since it was found in public.',
    change: `Make a new one at ${KEYS}, set GEMINI_API_KEY to it, and keep it off pages and out of repositories.`,
  },
  'key-restricted': {
    what: 'the restrictions of this API key keep this machine from using it.',
    change:
      'At https://console.cloud.google.com/apis/credentials, take the restriction to websites, apps or addresses away, or add the address of this server.',
  },
  'key-other-apis': {
    what: 'this API key is restricted to other APIs.',
    change:
      'At https://console.cloud.google.com/apis/credentials, add the Generative Language API (Gemini API) to the APIs of the key.',
  },
  'api-off': {
    what: 'the Gemini API is switched off in the Google Cloud project of this key.',
    change:
      'Switch on the Generative Language API at https://console.cloud.google.com/apis/library/generativelanguage.googleapis.com, and wait a few minutes.',
  },
  'project-blocked': {
    what: 'Google has suspended the project of this key, or its billing is off.',
    change: 'Look at the project and its billing at https://console.cloud.google.com/billing.',
  },
  region: {
    what: 'Google does not serve the Gemini API where this machine is.',
    change:
      'Run the broker in a region of https://ai.google.dev/gemini-api/docs/available-regions.',
  },
  quota: {
    what: 'the quota of this key is used up for now.',
    change:
      'Wait, or raise the limits of the project: https://ai.google.dev/gemini-api/docs/rate-limits.',
  },
  'model-unknown': {
    what: 'Google has no model "{model}" for calls.',
    change: `Set "model" to one of ${MODELS}, such as gemini-3.8-live.`,
  },
  'voice-unknown': {
    what: 'the model has no voice "{voice}".',
    change: 'Set "voice" to {voices}; upper and lower case count.',
  },
  'language-unknown': {
    what: 'the model does not speak "{language}".',
    change:
      'Set "language" to a code such as en-US or de-DE, or take it out: the model follows the caller.',
  },
  'setup-refused': {
    what: 'Google does not take something in the profile.',
    change:
      'Change what its words name; to find it, leave only "model", and add the rest line by line.',
  },
  'google-refused': {
    what: 'Google refused, and live-call does not know these words.',
    change: 'Do what they say; look at the key and its project at https://aistudio.google.com.',
  },
  'google-failed': {
    what: 'Google had a problem of its own.',
    change: 'Nothing here: try again in a minute, and look at https://aistudio.google.com/status.',
  },
  'not-google': {
    what: '{base} does not answer as the Live API does.',
    change:
      'Look at GEMINI_BASE_URL and --base-url; without them Google is asked. A proxy or a login page of this network may answer in its place.',
  },
  'no-network': {
    what: '{base} cannot be reached from here.',
    change: 'Look at the network, the firewall and the DNS of this machine.',
  },
  'no-answer': {
    what: '{base} did not answer within {seconds} s.',
    change:
      'Try again; if it stays so, look for a firewall or a proxy that lets no WebSocket through.',
  },
  'certificate-unknown': {
    what: 'the certificate of {base} is not one that this machine trusts.',
    change:
      'Where a proxy of your company reads along, name its certificate in NODE_EXTRA_CA_CERTS; else renew the certificate with its whole chain.',
  },

  // Who may call.
  'origin-www': {
    what: '{origin} may not call: {listed} is let in, and that is another origin because of "www.".',
    change: 'Add "{origin}" to allowedOrigins.',
  },
  'origin-scheme': {
    what: '{origin} may not call: {listed} is let in, and that is another origin because of "https".',
    change: 'Add "{origin}" to allowedOrigins, or send visitors to https.',
  },
  'origin-port': {
    what: '{origin} may not call: {listed} is let in, and that is another origin because of the port.',
    change: 'Add "{origin}" to allowedOrigins.',
  },
  'origin-insecure': {
    what: 'a page at {origin} gets no microphone: it is not https.',
    change: 'Serve the page over https; only on localhost browsers do without.',
  },
  'origin-own': {
    what: '{origin} may not call, though the broker is at that very address: allowedOrigins does not name it; or there is no allowedOrigins, and a proxy in front, such as one that ends TLS, hides the address or the header Origin.',
    change:
      'Add "{origin}" to allowedOrigins of the broker; where its log says that there is no Origin, have the proxy pass it on.',
  },
  'origin-refused': {
    what: '{origin} may not call.',
    change:
      'Add "{origin}" to allowedOrigins of the broker, if it is yours; its log names the origin that it saw.',
  },

  // A broker, asked at its address.
  'broker-unreachable': {
    what: 'nobody answers at {url}.',
    change:
      'Look at the address, and whether the server runs and its firewall lets the port through.',
  },
  'broker-silent': {
    what: '{url} did not answer within {seconds} s.',
    change: 'Look at the log of the server, and of the proxy in front of it.',
  },
  'mixed-content': {
    what: 'a page at {origin} cannot ask {url}: https does not mix with http.',
    change: 'Serve the broker over https, and write https into token-url.',
  },
  'broker-redirects': {
    what: '{url} redirects to {location}, and the element does not follow.',
    change: 'Set token-url to the address that answers, in this very spelling.',
  },
  'broker-not-found': {
    what: 'there is nothing at {url} ({status}).',
    change: 'Set token-url to the path of the broker, or have the server pass that path on to it.',
  },
  'broker-no-post': {
    what: '{url} takes no POST ({status}).',
    change:
      'It is a page or a file, or the proxy lets GET through only: pass POST and OPTIONS on to the broker.',
  },
  'broker-html': {
    what: '{url} answers with a web page ({status}), not with JSON.',
    change:
      'The site answers for the broker, or a login or a firewall does: pass this path on to the broker.',
  },
  'broker-php-source': {
    what: '{url} shows the text of the PHP file to everybody instead of running it.',
    change:
      'Take the file away now, and make a new key if the old one was in it; then switch PHP on for that folder.',
  },
  'broker-gives-key': {
    what: '{url} hands out something that is no token, perhaps the API key itself.',
    change: `Switch it off, make a new key at ${KEYS}, and answer {"token": "auth_tokens/…"} only.`,
  },
  'broker-answer': {
    what: '{url} answers ({status}) without {"token": "auth_tokens/…"}.',
    change: 'Look at what the server answers there; a broker gives JSON with a token.',
  },
  'broker-failed': {
    what: '{url} broke ({status} {code}).',
    change: 'Read the log of the server: it has the reason.',
  },
  'broker-key-missing': {
    what: 'the broker at {url} has no API key.',
    change: 'Set GEMINI_API_KEY where the broker runs, and start it again.',
  },
  'broker-google-refused': {
    what: 'the broker runs, but Google refuses it: its key, its model or the API is wrong ({code}).',
    change:
      'Its log has the words of Google; or run live-call check with the same key and profile.',
  },
  'broker-limited': {
    what: 'the broker gives this address no more tokens for now ({code}).',
    change:
      'Wait {wait}; where this comes too early, raise limits.perCaller, or set trustProxy behind a proxy.',
  },
  'broker-spent': {
    what: 'the broker has given out all the calls of its limits ({code}).',
    change: 'Wait {wait}, or raise limits.total once you know who called.',
  },
  'not-authorized': {
    what: 'authorize of the broker does not know this caller ({status}).',
    change:
      'A header, a cookie or a field that it asks for is missing: send it by tokenRequest on the page, and here by --header "name: value".',
  },
  'header-lost': {
    what: 'content-type: application/json does not reach the broker at {url} ({status}).',
    change: 'Have the proxy or the framework in front of it pass the headers on as they are.',
  },
  'cors-preflight': {
    what: '{url} does not let pages of {origin} ask: its answer to OPTIONS ({status}) lacks {missing}.',
    change: 'Pass OPTIONS on to the broker as well, and let no proxy take its headers away.',
  },
  'cors-missing': {
    what: 'a page of {origin} cannot read the answer of {url}: it lacks access-control-allow-origin.',
    change:
      'Let no proxy take the headers of the broker away; a broker of your own has to send it.',
  },
  'token-refused': {
    what: 'the broker gave a token, but Google does not take it.',
    change:
      'Use the token once and at once; look at the clock of the server, and that no cache keeps the answer of the broker.',
  },
} as const satisfies Record<string, Finding>;

/** A stable name for one thing that is wrong. */
export type FindingCode = keyof typeof findings;

/** Of these the cause may be the network alone: nothing answered. */
export const unanswered: readonly FindingCode[] = [
  'no-network',
  'no-answer',
  'broker-unreachable',
  'broker-silent',
];
