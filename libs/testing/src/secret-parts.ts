/** Something that may be nowhere but in its Secret. */
export type SecretPart = {
  readonly text: string;
  /** Which key of which Secret. */
  readonly from: string;
};

/** Whom to connect to and how, by which name, and whom to believe: nothing of it lets anybody in. */
const publicKeys =
  /^(type|provider|host|port|ssl|addresses|username|users|current|(bootstrap-)?servers|security-protocol|sasl-mechanism|sentinel\.(master|nodes|username)|.*\.crt)$/;

/** What is shorter stands in many a text by chance. */
const shortest = 8;

/** Values, their lines, and what in them looks like a key or a digest, as the data of a Secret has them. */
export function partsOf(name: string, data: Readonly<Record<string, string>> = {}): readonly SecretPart[] {
  const secret = Object.entries(data).filter(([key]) => !publicKeys.test(key));
  return secret.flatMap(([key, encoded]) => {
    const value = Buffer.from(encoded, 'base64').toString();
    const pieces = [value, ...value.split('\n'), ...(value.match(/[A-Za-z0-9+/=]{40,}/g) ?? [])];
    const telling = pieces.map((piece) => piece.trim()).filter((piece) => piece.length >= shortest && !piece.startsWith('-----'));
    return telling.map((text) => ({ text, from: `${key} of Secret ${name}` }));
  });
}

/** As it is, as a Secret holds it, as an address has it, and as JSON has it. */
export function writtenForms(text: string): readonly string[] {
  return [...new Set([text, Buffer.from(text).toString('base64'), encodeURIComponent(text), JSON.stringify(text).slice(1, -1)])];
}

/**
 * Where a part of a Secret stands that may stand there alone, in one of its written forms.
 *
 * @param texts with the place where each was found
 */
export function leaksIn(texts: ReadonlyMap<string, string>, parts: readonly SecretPart[]): readonly string[] {
  const found = parts.flatMap((part) => {
    const forms = writtenForms(part.text);
    return [...texts].flatMap(([text, place]) => (forms.some((form) => text.includes(form)) ? [`${part.from} in ${place}`] : []));
  });
  return [...new Set(found)].sort();
}
