/**
 * @param only names with commas between them; anything else stands for all
 * @throws Error that says what there is
 */
export function chosenParts<P extends string>(parts: readonly P[], only: string | boolean | undefined): readonly P[] {
  if (typeof only !== 'string') return parts;
  return only.split(',').map((wanted) => {
    const part = parts.find((name) => name === wanted.trim());
    if (part === undefined) throw new Error(`there is no part '${wanted}': --only takes some of ${parts.join(', ')}`);
    return part;
  });
}
