/**
 * Whether labels match a selector in text form: `a=b`, `a==b`, `a!=b`, `a`, `!a`, `a in (b,c)`, `a notin (b,c)`, joined by commas.
 * @throws Error where the text is no selector
 */
export function matchesLabelSelector(selector: string | undefined, labels: Readonly<Record<string, string>> | undefined): boolean {
  if (selector === undefined || selector.trim() === '') return true;
  // A comma inside parentheses separates values, not requirements.
  return selector.split(/,(?![^(]*\))/).every((requirement) => matchesRequirement(requirement.trim(), labels ?? {}));
}

const pattern = /^(?<not>!)?(?<key>[A-Za-z0-9][\w./-]*)\s*(?:(?<operator>==|!=|=|\bnotin\b|\bin\b)\s*(?<value>\([^)]*\)|[\w.-]*))?$/;

function matchesRequirement(requirement: string, labels: Readonly<Record<string, string>>): boolean {
  const groups = pattern.exec(requirement)?.groups;
  if (groups === undefined) throw new Error(`not a label selector requirement: '${requirement}'`);
  const { not, key = '', operator, value = '' } = groups;
  const actual = labels[key];
  if (operator === undefined) return (actual !== undefined) !== (not !== undefined);
  const values = value.replace(/^\(|\)$/g, '').split(',');
  const isIn = actual !== undefined && values.some((candidate) => candidate.trim() === actual);
  return operator === '!=' || operator === 'notin' ? !isIn : isIn;
}
