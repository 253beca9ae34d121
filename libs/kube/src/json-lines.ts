/** The JSON values of a stream that holds one in each line. @throws SyntaxError for a line that is no JSON */
export async function* readJsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  // Pieces of the unfinished line: joined once, since one object can come in hundreds of chunks.
  let pending: string[] = [];
  for await (const chunk of chunks) {
    const [head = '', ...rest] = decoder.decode(chunk, { stream: true }).split('\n');
    pending.push(head);
    for (const part of rest) {
      const line = pending.join('');
      pending = [part];
      if (line.trim() !== '') yield JSON.parse(line);
    }
  }
  const last = pending.join('');
  if (last.trim() !== '') yield JSON.parse(last);
}
