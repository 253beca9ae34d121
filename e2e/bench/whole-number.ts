/** @throws Error that names the option */
export function wholeNumber(name: string, value: string | boolean, min: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= 1000) return number;
  throw new Error(`--${name} must be a whole number from ${min} to 1000, not ${value}`);
}
