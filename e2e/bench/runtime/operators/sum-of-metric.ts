/** The sum of the samples whose line matches, from the text of a metrics endpoint; 0 where none does. */
export function sumOfMetric(text: string, line: RegExp): number {
  const lines = text.split('\n').filter((candidate) => line.test(candidate));
  return lines.reduce((sum, sample) => sum + Number(sample.slice(sample.lastIndexOf(' ') + 1)), 0);
}
