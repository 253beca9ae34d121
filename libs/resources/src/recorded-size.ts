type WithClaims = {
  readonly spec?: {
    readonly volumeClaimTemplates?: readonly {
      readonly spec?: { readonly resources?: { readonly requests?: Readonly<Record<string, string>> } };
    }[];
  };
};

/**
 * The size that a StatefulSet was made with, which its claim template cannot change; for a new one, what is asked for. The claims
 * themselves grow after they were made.
 */
export function recordedSize(set: object | undefined, wanted: string | number): string {
  const [template] = (set as WithClaims | undefined)?.spec?.volumeClaimTemplates ?? [];
  return template?.spec?.resources?.requests?.storage ?? String(wanted);
}
