import type { Source } from '../call/ports/session.js';
import { parseUrl } from '../platform/parse-url.js';
import type { Fields } from './fields.js';

/** The longest address and title that a page is shown. */
const ADDRESS = 2000;
const TITLE = 200;

/**
 * The pages in the field `name`, `groundingMetadata` or `urlContextMetadata`, of the content of a frame:
 * https://ai.google.dev/api/generate-content#GroundingMetadata
 */
export function sourcesOf(content: Fields, name: string): Source[] {
  const metadata = content.fields(name)!;
  const chunks = metadata.objects('groundingChunks').flatMap((chunk) =>
    ['web', 'maps', 'retrievedContext'].map((kind) => {
      const page = chunk.fields(kind);
      return toSource(page?.text('uri'), page?.text('title'));
    }),
  );
  const read = metadata.objects('urlMetadata').map((page) => toSource(page.text('retrievedUrl')));
  return [...chunks, ...read].filter((source) => source !== undefined);
}

/** A page by its address; undefined for what is not http or https. */
function toSource(address = '', title = ''): Source | undefined {
  const { protocol, href, host } = parseUrl(address) ?? {};
  if (!host || !href || href.length > ADDRESS || !/^https?:$/.test(protocol!)) return undefined;
  return { url: href, host, title: title.trim().slice(0, TITLE) };
}
