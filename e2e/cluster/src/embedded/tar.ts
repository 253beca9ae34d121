export type TarEntry = { readonly name: string; readonly content: Buffer; readonly isExecutable?: boolean };

const blockSize = 512;

/** A ustar archive of regular files that belong to root. The same entries give the same bytes. */
export function createTar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => [header(entry), entry.content, Buffer.alloc(padding(entry.content.length))]);
  return Buffer.concat([...parts, Buffer.alloc(2 * blockSize)]);
}

function header({ name, content, isExecutable = false }: TarEntry): Buffer {
  const block = Buffer.alloc(blockSize);
  block.write(name, 0, 100);
  block.write(octal(isExecutable ? 0o755 : 0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(content.length, 12), 124);
  block.write(octal(0, 12), 136);
  // The checksum counts its own field as blanks.
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${octal(checksum, 7)} `, 148);
  return block;
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

function padding(length: number): number {
  return (blockSize - (length % blockSize)) % blockSize;
}
