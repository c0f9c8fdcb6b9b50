import { type ServedFile, toServed } from './served-files.js';

/** The page at `/` of a server on this machine: a call to try before there is a page of one's own. */
export function trialPage(baseUrl?: string): ServedFile {
  const base = baseUrl === undefined ? '' : ` base-url="${escape(baseUrl)}"`;
  const page = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <title>A call to try</title>
  <link rel="icon" href="data:," />
  <link rel="stylesheet" href="/live-call.css" />
  <script src="/live-call.min.js" defer></script>
  <h1>A call to try</h1>
  <live-call token-url="/token"${base}></live-call>
  <p>Only this machine sees this page.</p>
</html>
`;
  return toServed(Buffer.from(page), {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy(baseUrl),
  });
}

/** As `docs/csp.md` has it. */
function policy(baseUrl = 'https://generativelanguage.googleapis.com'): string {
  const { origin } = new URL(baseUrl);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${origin} ${origin.replace(/^http/, 'ws')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
