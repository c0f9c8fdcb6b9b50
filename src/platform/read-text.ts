/**
 * Reads a body as UTF-8 text. Yields undefined, and cancels the rest, once it is over `maxBytes` long, so
 * that nobody fills the memory of whoever asked; cancels it, too, when `signal` aborts.
 */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  // A stream that fails while it is cancelled has nobody left to tell.
  const cancel = () => void reader?.cancel().catch(() => {});
  signal?.addEventListener('abort', cancel);
  let text = '';
  for (let size = 0; reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
