import { brokerFindings } from './broker-findings.js';
import { KEYS } from './places.js';

/** One thing that can be wrong, and its cure. `{…}` stands for a fact of the case. */
interface Finding {
  readonly what: string;
  readonly change: string;
}

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
  ...brokerFindings,
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
