import type { z } from 'zod';

/** One entry of x-kubernetes-validations. */
export type ValidationRule = {
  readonly rule: string;
  readonly message: string;
  readonly fieldPath?: string;
};

/**
 * A rule in both languages: `cel` refuses at admission, `holds` refuses where the operator parses, so that an object
 * written before the rule existed is not taken for a good one. Rules that compare with the old object have no `holds`:
 * whoever parses has only the new one.
 */
export type FieldRule<T> = {
  readonly cel: string;
  /** Names the field and what to do instead. */
  readonly message: string;
  /** The offending child of the schema that carries the rule; it must be in the schema. */
  readonly field?: string;
  readonly holds?: (value: T) => boolean;
};

/** Adds the rules to the schema. One call per schema: a second would replace the first one's CEL. */
export function withRules<S extends z.ZodType>(schema: S, rules: readonly FieldRule<z.output<S>>[]): S {
  const checked = schema.superRefine((value, context) => {
    for (const rule of rules) {
      if (rule.holds === undefined || rule.holds(value)) continue;
      context.addIssue({ code: 'custom', message: rule.message, path: rule.field === undefined ? [] : [rule.field] });
    }
  });
  return checked.meta({ 'x-kubernetes-validations': rules.map(validationRule) });
}

function validationRule<T>({ cel, message, field }: FieldRule<T>): ValidationRule {
  return { rule: cel, message, ...(field === undefined ? {} : { fieldPath: `.${field}` }) };
}

/** Refuses every change of an optional field after creation, adding and removing it included. */
export function immutable<T>(field: string, remedy: string): FieldRule<T> {
  return {
    cel: `has(self.${field}) == has(oldSelf.${field}) && (!has(self.${field}) || self.${field} == oldSelf.${field})`,
    message: `${field} is chosen at creation and cannot be changed: ${remedy}`,
    field,
  };
}
