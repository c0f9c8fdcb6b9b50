import type { Source } from '../call/ports/session.js';
import { parseUrl } from '../platform/parse-url.js';
import type { Fields } from './fields.js';

/**
 * The pages that `groundingMetadata` or `urlContextMetadata` names, by http and https:
 * https://ai.google.dev/api/generate-content#GroundingMetadata
 */
export function sourcesOf(metadata: Fields): Source[] {
  const chunks = metadata.objects('groundingChunks');
  const kinds = ['web', 'maps', 'retrievedContext'];
  const cited = chunks.flatMap((chunk) => kinds.flatMap((kind) => chunk.fields(kind) ?? []));
  return [...cited, ...metadata.objects('urlMetadata')].flatMap((page) => {
    const address = parseUrl(page.text('uri') ?? page.text('retrievedUrl') ?? '');
    if (!address || !/^https?:$/.test(address.protocol)) return [];
    const { href: url, host } = address;
    // No half of a character at the end.
    const title = (page.text('title') ?? '').slice(0, 200).replace(/[\uD800-\uDBFF]$/, '');
    return { url, host, title };
  });
}
