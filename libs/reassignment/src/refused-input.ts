/** The input asks for something that cannot be, or says it in a way that cannot be read. */
export class RefusedInput extends Error {
  override readonly name = 'RefusedInput';
  readonly code = 'RefusedInput';
}
