import { KEYS } from './places.js';

/** What can be wrong with a broker that runs, as one sees it from outside; see `findings.ts`. */
export const brokerFindings = {
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
    change:
      'Set GEMINI_API_KEY where the broker runs, and start it again; token.php looks for live-call-config.php above the folder that the web serves.',
  },
  'broker-google-refused': {
    what: 'the broker runs, but Google refuses it: its key, its model or the API is wrong ({code}).',
    change:
      'Its log has the words of Google; or run live-call check with the same key and profile.',
  },
  'broker-no-google': {
    what: 'the broker runs, but got no token from Google ({code}).',
    change:
      'Its log says why. Where Google fell, it passes; where the host lets it ask no other server, allow https to generativelanguage.googleapis.com.',
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
} as const;
